CREATE TABLE "code_links" (
	"link_hash" "bytea" PRIMARY KEY NOT NULL,
	"application_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"used_by" "bytea",
	CONSTRAINT "code_links_used_by_a_page" CHECK (("code_links"."used_at" is null) = ("code_links"."used_by" is null))
);
--> statement-breakpoint
ALTER TABLE "code_links" ADD CONSTRAINT "code_links_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "code_links_expiry" ON "code_links" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "code_links_application" ON "code_links" USING btree ("application_id");