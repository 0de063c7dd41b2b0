CREATE TABLE "text_trace_bands" (
	"band" bigint NOT NULL,
	"version_id" uuid NOT NULL,
	CONSTRAINT "text_trace_bands_band_version_id_pk" PRIMARY KEY("band","version_id")
);
--> statement-breakpoint
CREATE TABLE "text_traces" (
	"version_id" uuid PRIMARY KEY NOT NULL,
	"sealed_sketch" "bytea",
	"made_at" timestamp (3) with time zone,
	CONSTRAINT "text_traces_made" CHECK (("text_traces"."made_at" is null) = ("text_traces"."sealed_sketch" is null))
);
--> statement-breakpoint
ALTER TABLE "text_trace_bands" ADD CONSTRAINT "text_trace_bands_version_id_text_traces_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."text_traces"("version_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "text_traces" ADD CONSTRAINT "text_traces_version_id_document_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."document_versions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "text_trace_bands_version" ON "text_trace_bands" USING btree ("version_id");--> statement-breakpoint
CREATE INDEX "text_traces_waiting" ON "text_traces" USING btree ("version_id") WHERE "text_traces"."made_at" is null;--> statement-breakpoint
-- Texts that have been read already wait for their trace; the worker makes it in small steps.
INSERT INTO "text_traces" ("version_id") SELECT "version_id" FROM "document_readings" WHERE "unshowable" IS NULL;
