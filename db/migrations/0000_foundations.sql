CREATE TABLE "attempts" (
	"bucket" text NOT NULL,
	"subject" "bytea" NOT NULL,
	"window_start" timestamp (3) with time zone NOT NULL,
	"count" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "attempts_bucket_subject_window_start_pk" PRIMARY KEY("bucket","subject","window_start")
);
--> statement-breakpoint
CREATE TABLE "grants" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"member_id" uuid NOT NULL,
	"role" text NOT NULL,
	"call_id" uuid,
	"region" text,
	CONSTRAINT "grants_role" CHECK ("grants"."role" in ('administrator', 'editor', 'reviewer')),
	CONSTRAINT "grants_administrator_everywhere" CHECK ("grants"."role" <> 'administrator' or ("grants"."call_id" is null and "grants"."region" is null))
);
--> statement-breakpoint
CREATE TABLE "member_sessions" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"member_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "members" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"sealed_profile" "bytea" NOT NULL,
	"address_index" "bytea" NOT NULL,
	"locale" text DEFAULT 'en' NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"first_signed_in_at" timestamp (3) with time zone,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "members_address_index_unique" UNIQUE("address_index")
);
--> statement-breakpoint
CREATE TABLE "sign_in_requests" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"member_id" uuid NOT NULL,
	"link_hash" "bytea" NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"browser_hash" "bytea",
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"consumed_at" timestamp (3) with time zone,
	CONSTRAINT "sign_in_requests_link_hash_unique" UNIQUE("link_hash")
);
--> statement-breakpoint
CREATE TABLE "applicant_sessions" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"application_id" uuid NOT NULL,
	"sealed_code" "bytea",
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "applications" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"call_id" uuid NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"stage" text DEFAULT 'new' NOT NULL,
	"number" text,
	"draft_hash" "bytea" NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"locale" text NOT NULL,
	"regions" text[] DEFAULT '{}' NOT NULL,
	"topics" text[] DEFAULT '{}' NOT NULL,
	"writes" text[] DEFAULT '{}' NOT NULL,
	"follows" text[] DEFAULT '{}' NOT NULL,
	"quiet" boolean DEFAULT false NOT NULL,
	"no_mail" boolean DEFAULT false NOT NULL,
	"keep_in_pool" boolean DEFAULT false NOT NULL,
	"consent_at" timestamp (3) with time zone,
	"sealed_answers" "bytea",
	"address_index" "bytea",
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"touched_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"submitted_at" timestamp (3) with time zone,
	"stage_since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "applications_number_unique" UNIQUE("number"),
	CONSTRAINT "applications_draft_hash_unique" UNIQUE("draft_hash"),
	CONSTRAINT "applications_code_hash_unique" UNIQUE("code_hash"),
	CONSTRAINT "applications_state" CHECK ("applications"."state" in ('draft', 'submitted', 'withdrawn', 'erased')),
	CONSTRAINT "applications_stage_known" CHECK ("applications"."stage" in ('new', 'reading', 'talking', 'shortlist', 'held', 'asked', 'invited', 'declined', 'withdrawn')),
	CONSTRAINT "applications_sent_is_complete" CHECK ("applications"."state" <> 'submitted' or ("applications"."number" is not null and "applications"."submitted_at" is not null and "applications"."consent_at" is not null and "applications"."sealed_answers" is not null and cardinality("applications"."regions") > 0)),
	CONSTRAINT "applications_draft_has_no_number" CHECK ("applications"."state" <> 'draft' or ("applications"."number" is null and "applications"."submitted_at" is null)),
	CONSTRAINT "applications_erased_is_empty" CHECK ("applications"."state" <> 'erased' or ("applications"."sealed_answers" is null and "applications"."address_index" is null))
);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"actor_role" text,
	"verb" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "audit_events_actor_kind" CHECK ("audit_events"."actor_kind" in ('member', 'applicant', 'stranger', 'system'))
);
--> statement-breakpoint
CREATE TABLE "calls" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"closes_at" timestamp (3) with time zone,
	"answer_by" timestamp (3) with time zone,
	"time_zone" text NOT NULL,
	"default_locale" text NOT NULL,
	"regions" text[] NOT NULL,
	"topics" text[] NOT NULL,
	"languages" text[] NOT NULL,
	"texts" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "calls_slug_unique" UNIQUE("slug"),
	CONSTRAINT "calls_slug" CHECK ("calls"."slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
	CONSTRAINT "calls_state" CHECK ("calls"."state" in ('draft', 'open', 'closed')),
	CONSTRAINT "calls_regions" CHECK (cardinality("calls"."regions") > 0),
	CONSTRAINT "calls_texts" CHECK ("calls"."texts" ? "calls"."default_locale")
);
--> statement-breakpoint
CREATE TABLE "document_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"document_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"size" bigint NOT NULL,
	"sealed_key" "bytea" NOT NULL,
	"sealed_name" "bytea" NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"verified_at" timestamp (3) with time zone,
	CONSTRAINT "document_versions_number" UNIQUE("document_id","number"),
	CONSTRAINT "document_versions_size" CHECK ("document_versions"."size" > 0),
	CONSTRAINT "document_versions_number_positive" CHECK ("document_versions"."number" > 0)
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"application_id" uuid NOT NULL,
	"slot" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "documents_slot" CHECK ("documents"."slot" in ('cv', 'cover_letter', 'writing_sample', 'other'))
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"application_id" uuid NOT NULL,
	"author" text NOT NULL,
	"member_id" uuid,
	"sealed_body" "bytea" NOT NULL,
	"locale" text NOT NULL,
	"outbox_id" uuid,
	"written_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "messages_author" CHECK ("messages"."author" in ('editors', 'applicant'))
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"template" text NOT NULL,
	"recipient_kind" text NOT NULL,
	"application_id" uuid,
	"inbox_id" uuid,
	"member_id" uuid,
	"sealed_address" "bytea" NOT NULL,
	"address_index" "bytea" NOT NULL,
	"locale" text NOT NULL,
	"sealed_params" "bytea",
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"claimed_until" timestamp (3) with time zone,
	"message_id" text NOT NULL,
	"last_reply" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"left_at" timestamp (3) with time zone,
	CONSTRAINT "outbox_message_id_unique" UNIQUE("message_id"),
	CONSTRAINT "outbox_recipient_kind" CHECK ("outbox"."recipient_kind" in ('applicant', 'inbox', 'member')),
	CONSTRAINT "outbox_state_known" CHECK ("outbox"."state" in ('held', 'waiting', 'sending', 'left', 'failed', 'dropped')),
	CONSTRAINT "outbox_has_its_recipient" CHECK (("outbox"."recipient_kind" = 'applicant' and "outbox"."application_id" is not null) or ("outbox"."recipient_kind" = 'inbox' and "outbox"."inbox_id" is not null) or ("outbox"."recipient_kind" = 'member' and "outbox"."member_id" is not null)),
	CONSTRAINT "outbox_left_has_time" CHECK (("outbox"."state" = 'left') = ("outbox"."left_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "criteria" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"call_id" uuid NOT NULL,
	"key" text NOT NULL,
	"weight" integer DEFAULT 1 NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "criteria_key" UNIQUE("call_id","key"),
	CONSTRAINT "criteria_weight" CHECK ("criteria"."weight" > 0)
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"application_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"member_id" uuid NOT NULL,
	"sealed_answer" "bytea" NOT NULL,
	"locale" text NOT NULL,
	"outbox_id" uuid,
	"decided_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"released_at" timestamp (3) with time zone,
	CONSTRAINT "decisions_kind" CHECK ("decisions"."kind" in ('invite', 'hold', 'ask', 'decline')),
	CONSTRAINT "decisions_state" CHECK ("decisions"."state" in ('pending', 'released', 'undone')),
	CONSTRAINT "decisions_released_has_time" CHECK (("decisions"."state" = 'released') = ("decisions"."released_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"application_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"sealed_note" "bytea",
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reviews_once" UNIQUE("application_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "scores" (
	"review_id" uuid NOT NULL,
	"criterion_id" uuid NOT NULL,
	"value" integer NOT NULL,
	CONSTRAINT "scores_review_id_criterion_id_pk" PRIMARY KEY("review_id","criterion_id"),
	CONSTRAINT "scores_value" CHECK ("scores"."value" between 1 and 5)
);
--> statement-breakpoint
CREATE TABLE "inboxes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"purpose" text NOT NULL,
	"address" text NOT NULL,
	"privacy_level" text DEFAULT 'link' NOT NULL,
	"call_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "inboxes_purpose" CHECK ("inboxes"."purpose" in ('editorial', 'questions')),
	CONSTRAINT "inboxes_privacy_level" CHECK ("inboxes"."privacy_level" in ('link', 'summary', 'attachments'))
);
--> statement-breakpoint
CREATE TABLE "publications" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"name" text NOT NULL,
	"home_url" text NOT NULL,
	"leave_url" text NOT NULL,
	"privacy_contact" text NOT NULL,
	"imprint" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"retention_days" integer DEFAULT 180 NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "publications_single" CHECK ("publications"."id" = 1),
	CONSTRAINT "publications_retention" CHECK ("publications"."retention_days" between 1 and 3650)
);
--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_sessions" ADD CONSTRAINT "member_sessions_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_in_requests" ADD CONSTRAINT "sign_in_requests_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applicant_sessions" ADD CONSTRAINT "applicant_sessions_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_versions" ADD CONSTRAINT "document_versions_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_outbox_id_outbox_id_fk" FOREIGN KEY ("outbox_id") REFERENCES "public"."outbox"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_inbox_id_inboxes_id_fk" FOREIGN KEY ("inbox_id") REFERENCES "public"."inboxes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "criteria" ADD CONSTRAINT "criteria_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_outbox_id_outbox_id_fk" FOREIGN KEY ("outbox_id") REFERENCES "public"."outbox"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scores" ADD CONSTRAINT "scores_review_id_reviews_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."reviews"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scores" ADD CONSTRAINT "scores_criterion_id_criteria_id_fk" FOREIGN KEY ("criterion_id") REFERENCES "public"."criteria"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inboxes" ADD CONSTRAINT "inboxes_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attempts_window" ON "attempts" USING btree ("window_start");--> statement-breakpoint
CREATE UNIQUE INDEX "grants_once" ON "grants" USING btree ("member_id","role",coalesce("call_id"::text, ''),coalesce("region", ''));--> statement-breakpoint
CREATE INDEX "member_sessions_expiry" ON "member_sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "member_sessions_member" ON "member_sessions" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "sign_in_requests_member" ON "sign_in_requests" USING btree ("member_id","created_at");--> statement-breakpoint
CREATE INDEX "sign_in_requests_expiry" ON "sign_in_requests" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "applicant_sessions_expiry" ON "applicant_sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "applicant_sessions_application" ON "applicant_sessions" USING btree ("application_id");--> statement-breakpoint
CREATE INDEX "applications_queue" ON "applications" USING btree ("call_id","submitted_at","id") WHERE "applications"."state" = 'submitted';--> statement-breakpoint
CREATE INDEX "applications_stage" ON "applications" USING btree ("stage","submitted_at","id") WHERE "applications"."state" = 'submitted';--> statement-breakpoint
CREATE INDEX "applications_newest" ON "applications" USING btree ("submitted_at","id") WHERE "applications"."state" = 'submitted';--> statement-breakpoint
CREATE INDEX "applications_regions" ON "applications" USING gin ("regions");--> statement-breakpoint
CREATE INDEX "applications_drafts" ON "applications" USING btree ("touched_at") WHERE "applications"."state" = 'draft';--> statement-breakpoint
CREATE INDEX "applications_address" ON "applications" USING btree ("address_index") WHERE "applications"."address_index" is not null;--> statement-breakpoint
CREATE INDEX "audit_events_subject" ON "audit_events" USING btree ("subject_kind","subject_id","id");--> statement-breakpoint
CREATE INDEX "document_versions_fingerprint" ON "document_versions" USING btree ("fingerprint");--> statement-breakpoint
CREATE UNIQUE INDEX "documents_slot_once" ON "documents" USING btree ("application_id","slot") WHERE "documents"."removed_at" is null and "documents"."slot" <> 'other';--> statement-breakpoint
CREATE INDEX "documents_application" ON "documents" USING btree ("application_id");--> statement-breakpoint
CREATE INDEX "messages_application" ON "messages" USING btree ("application_id","written_at");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("next_attempt_at") WHERE "outbox"."state" in ('waiting', 'sending');--> statement-breakpoint
CREATE INDEX "outbox_application" ON "outbox" USING btree ("application_id");--> statement-breakpoint
CREATE INDEX "outbox_state" ON "outbox" USING btree ("state","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "decisions_one_pending" ON "decisions" USING btree ("application_id") WHERE "decisions"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "decisions_application" ON "decisions" USING btree ("application_id","decided_at");