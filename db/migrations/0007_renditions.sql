CREATE TABLE "document_readings" (
	"version_id" uuid PRIMARY KEY NOT NULL,
	"unshowable" text,
	"pages" integer,
	"words" integer DEFAULT 0 NOT NULL,
	"languages" text[] DEFAULT '{}' NOT NULL,
	"scripts" text[] DEFAULT '{}' NOT NULL,
	"notes" text[] DEFAULT '{}' NOT NULL,
	"widths" integer[] DEFAULT '{}' NOT NULL,
	"heights" integer[] DEFAULT '{}' NOT NULL,
	"made_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "document_readings_sheets" CHECK (cardinality("document_readings"."widths") = cardinality("document_readings"."heights")),
	CONSTRAINT "document_readings_unshowable" CHECK ("document_readings"."unshowable" in ('password', 'damaged', 'too_large', 'unsupported', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "document_renditions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"page" integer DEFAULT 0 NOT NULL,
	"media_type" text NOT NULL,
	"size" bigint NOT NULL,
	"sealed_key" "bytea",
	"made_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "document_renditions_once" UNIQUE("version_id","kind","page"),
	CONSTRAINT "document_renditions_kind" CHECK ("document_renditions"."kind" in ('page', 'html', 'text')),
	CONSTRAINT "document_renditions_page" CHECK (("document_renditions"."kind" = 'page') = ("document_renditions"."page" > 0))
);
--> statement-breakpoint
ALTER TABLE "document_readings" ADD CONSTRAINT "document_readings_version_id_document_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."document_versions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_renditions" ADD CONSTRAINT "document_renditions_version_id_document_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."document_versions"("id") ON DELETE cascade ON UPDATE no action;