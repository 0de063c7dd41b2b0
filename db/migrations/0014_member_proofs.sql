CREATE TABLE "member_proofs" (
	"member_id" uuid NOT NULL,
	"browser_hash" "bytea" NOT NULL,
	"proved_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "member_proofs_member_id_browser_hash_pk" PRIMARY KEY("member_id","browser_hash")
);
--> statement-breakpoint
ALTER TABLE "member_proofs" ADD CONSTRAINT "member_proofs_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;