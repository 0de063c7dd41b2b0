CREATE TABLE "document_checks" (
	"version_id" uuid PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"remarks" text[] DEFAULT '{}' NOT NULL,
	"sealed_findings" "bytea",
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"checked_at" timestamp (3) with time zone,
	CONSTRAINT "document_checks_state" CHECK ("document_checks"."state" in ('waiting', 'clear', 'refused')),
	CONSTRAINT "document_checks_reason" CHECK (("document_checks"."state" = 'refused') = ("document_checks"."reason" is not null)),
	CONSTRAINT "document_checks_done" CHECK (("document_checks"."state" = 'waiting') = ("document_checks"."checked_at" is null))
);
--> statement-breakpoint
ALTER TABLE "document_checks" ADD CONSTRAINT "document_checks_version_id_document_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."document_versions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "document_checks_waiting" ON "document_checks" USING btree ("next_at") WHERE "document_checks"."state" = 'waiting';--> statement-breakpoint
-- Files from before there were checks wait for theirs like all others.
INSERT INTO "document_checks" ("version_id", "state") SELECT "id", 'waiting' FROM "document_versions";
