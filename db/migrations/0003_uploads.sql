CREATE TABLE "upload_parts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"upload_id" uuid NOT NULL,
	"start" bigint NOT NULL,
	"size" bigint NOT NULL,
	CONSTRAINT "upload_parts_start" UNIQUE("upload_id","start"),
	CONSTRAINT "upload_parts_start_counts" CHECK ("upload_parts"."start" >= 0),
	CONSTRAINT "upload_parts_size" CHECK ("upload_parts"."size" > 0)
);
--> statement-breakpoint
CREATE TABLE "uploads" (
	"id" uuid PRIMARY KEY NOT NULL,
	"application_id" uuid NOT NULL,
	"slot" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"refusal" text,
	"size" bigint NOT NULL,
	"received" bigint DEFAULT 0 NOT NULL,
	"sealed_key" "bytea" NOT NULL,
	"sealed_name" "bytea" NOT NULL,
	"version_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"touched_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "uploads_slot" CHECK ("uploads"."slot" in ('cv', 'cover_letter', 'writing_sample')),
	CONSTRAINT "uploads_state" CHECK ("uploads"."state" in ('open', 'finished', 'refused', 'expired')),
	CONSTRAINT "uploads_size" CHECK ("uploads"."size" > 0),
	CONSTRAINT "uploads_received" CHECK ("uploads"."received" between 0 and "uploads"."size"),
	CONSTRAINT "uploads_finished_is_whole" CHECK ("uploads"."state" <> 'finished' or "uploads"."received" = "uploads"."size"),
	CONSTRAINT "uploads_version_is_finished" CHECK ("uploads"."version_id" is null or "uploads"."state" = 'finished'),
	CONSTRAINT "uploads_refused_has_reason" CHECK (("uploads"."state" = 'refused') = ("uploads"."refusal" is not null))
);
--> statement-breakpoint
ALTER TABLE "upload_parts" ADD CONSTRAINT "upload_parts_upload_id_uploads_id_fk" FOREIGN KEY ("upload_id") REFERENCES "public"."uploads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_version_id_document_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."document_versions"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "uploads_application" ON "uploads" USING btree ("application_id");--> statement-breakpoint
CREATE INDEX "uploads_expiry" ON "uploads" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "uploads_version" ON "uploads" USING btree ("version_id") WHERE "uploads"."version_id" is not null;