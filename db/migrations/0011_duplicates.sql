CREATE TABLE "name_traces" (
	"application_id" uuid PRIMARY KEY NOT NULL,
	"name_index" "bytea",
	"latin_index" "bytea"
);
--> statement-breakpoint
CREATE TABLE "merges" (
	"folded_id" uuid PRIMARY KEY NOT NULL,
	"primary_id" uuid NOT NULL,
	"member_id" uuid,
	"merged_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "merges_of_two" CHECK ("merges"."folded_id" <> "merges"."primary_id")
);
--> statement-breakpoint
ALTER TABLE "name_traces" ADD CONSTRAINT "name_traces_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merges" ADD CONSTRAINT "merges_folded_id_applications_id_fk" FOREIGN KEY ("folded_id") REFERENCES "public"."applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merges" ADD CONSTRAINT "merges_primary_id_applications_id_fk" FOREIGN KEY ("primary_id") REFERENCES "public"."applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "merges" ADD CONSTRAINT "merges_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "name_traces_name" ON "name_traces" USING btree ("name_index");--> statement-breakpoint
CREATE INDEX "name_traces_latin" ON "name_traces" USING btree ("latin_index");--> statement-breakpoint
CREATE INDEX "merges_primary" ON "merges" USING btree ("primary_id");