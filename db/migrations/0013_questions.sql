CREATE TABLE "question_messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"question_id" uuid NOT NULL,
	"author" text NOT NULL,
	"member_id" uuid,
	"sealed_text" "bytea" NOT NULL,
	"written_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "question_messages_author" CHECK ("question_messages"."author" in ('asker', 'editors'))
);
--> statement-breakpoint
CREATE TABLE "question_sessions" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"question_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "questions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"call_id" uuid,
	"state" text DEFAULT 'open' NOT NULL,
	"locale" text NOT NULL,
	"form_hash" "bytea" NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"sealed_asker" "bytea" NOT NULL,
	"quiet" boolean DEFAULT false NOT NULL,
	"no_mail" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"touched_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "questions_number_unique" UNIQUE("number"),
	CONSTRAINT "questions_form_hash_unique" UNIQUE("form_hash"),
	CONSTRAINT "questions_code_hash_unique" UNIQUE("code_hash"),
	CONSTRAINT "questions_state_known" CHECK ("questions"."state" in ('open', 'answered', 'closed'))
);
--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_recipient_kind";--> statement-breakpoint
ALTER TABLE "outbox" DROP CONSTRAINT "outbox_has_its_recipient";--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "question_id" uuid;--> statement-breakpoint
ALTER TABLE "question_messages" ADD CONSTRAINT "question_messages_question_id_questions_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."questions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "question_messages" ADD CONSTRAINT "question_messages_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "question_sessions" ADD CONSTRAINT "question_sessions_question_id_questions_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."questions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "questions" ADD CONSTRAINT "questions_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "question_messages_question" ON "question_messages" USING btree ("question_id","written_at");--> statement-breakpoint
CREATE INDEX "question_sessions_expiry" ON "question_sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "question_sessions_question" ON "question_sessions" USING btree ("question_id");--> statement-breakpoint
CREATE INDEX "questions_state" ON "questions" USING btree ("state","touched_at","id");--> statement-breakpoint
CREATE INDEX "questions_touched" ON "questions" USING btree ("touched_at");--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_question_id_questions_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."questions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "outbox_question" ON "outbox" USING btree ("question_id") WHERE "outbox"."question_id" is not null;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_recipient_kind" CHECK ("outbox"."recipient_kind" in ('applicant', 'asker', 'inbox', 'member'));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_has_its_recipient" CHECK (("outbox"."recipient_kind" = 'applicant' and "outbox"."application_id" is not null) or ("outbox"."recipient_kind" = 'asker' and "outbox"."question_id" is not null) or ("outbox"."recipient_kind" = 'inbox' and "outbox"."inbox_id" is not null) or ("outbox"."recipient_kind" = 'member' and "outbox"."member_id" is not null));