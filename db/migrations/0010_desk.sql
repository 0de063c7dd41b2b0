CREATE TABLE "application_tallies" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "application_tallies_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"call_id" uuid NOT NULL,
	"stage" text NOT NULL,
	"regions" text[] NOT NULL,
	"in_pool" boolean NOT NULL,
	"to_decide" boolean NOT NULL,
	"amount" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "application_words" (
	"word" "bytea" NOT NULL,
	"application_id" uuid NOT NULL,
	CONSTRAINT "application_words_word_application_id_pk" PRIMARY KEY("word","application_id")
);
--> statement-breakpoint
CREATE TABLE "presences" (
	"application_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "presences_application_id_member_id_pk" PRIMARY KEY("application_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "saved_views" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"member_id" uuid NOT NULL,
	"sealed_name" "bytea" NOT NULL,
	"query" text NOT NULL,
	"is_shared" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "saved_views_query_short" CHECK (length("saved_views"."query") <= 1000)
);
--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "review_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "score_mean" integer;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "score_spread" integer;--> statement-breakpoint
ALTER TABLE "application_tallies" ADD CONSTRAINT "application_tallies_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_words" ADD CONSTRAINT "application_words_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "presences" ADD CONSTRAINT "presences_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "presences" ADD CONSTRAINT "presences_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "application_words_application" ON "application_words" USING btree ("application_id");--> statement-breakpoint
CREATE INDEX "presences_age" ON "presences" USING btree ("seen_at");--> statement-breakpoint
CREATE INDEX "saved_views_member" ON "saved_views" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "saved_views_shared" ON "saved_views" USING btree ("created_at") WHERE "saved_views"."is_shared";--> statement-breakpoint
CREATE INDEX "applications_writes" ON "applications" USING gin ("writes") WHERE "applications"."state" = 'submitted';--> statement-breakpoint
CREATE INDEX "applications_topics" ON "applications" USING gin ("topics") WHERE "applications"."state" = 'submitted';--> statement-breakpoint
CREATE INDEX "applications_least_at_stage" ON "applications" USING btree ("stage","review_count","submitted_at","id") WHERE "applications"."state" = 'submitted';--> statement-breakpoint
CREATE INDEX "applications_least" ON "applications" USING btree ("review_count","submitted_at","id") WHERE "applications"."state" = 'submitted';--> statement-breakpoint
CREATE INDEX "applications_to_decide" ON "applications" USING btree ("submitted_at","id") WHERE "applications"."state" = 'submitted' and ("applications"."stage" in ('talking', 'shortlist') or ("applications"."stage" in ('new', 'reading') and "applications"."review_count" >= 2));--> statement-breakpoint
CREATE INDEX "applications_pool" ON "applications" USING btree ("submitted_at","id") WHERE "applications"."state" = 'submitted' and "applications"."keep_in_pool" and "applications"."stage" in ('held', 'declined');--> statement-breakpoint
CREATE INDEX "applications_withdrawn" ON "applications" USING btree ("stage_since","id") WHERE "applications"."state" = 'withdrawn';--> statement-breakpoint
CREATE FUNCTION tally_applications() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO application_tallies (call_id, stage, regions, in_pool, to_decide, amount)
    SELECT call_id, stage, regions, keep_in_pool AND stage IN ('held', 'declined'),
      stage IN ('talking', 'shortlist') OR (stage IN ('new', 'reading') AND review_count >= 2), count(*)
    FROM came WHERE state IN ('submitted', 'withdrawn') GROUP BY 1, 2, 3, 4, 5;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO application_tallies (call_id, stage, regions, in_pool, to_decide, amount)
    SELECT call_id, stage, regions, keep_in_pool AND stage IN ('held', 'declined'),
      stage IN ('talking', 'shortlist') OR (stage IN ('new', 'reading') AND review_count >= 2), -count(*)
    FROM went WHERE state IN ('submitted', 'withdrawn') GROUP BY 1, 2, 3, 4, 5;
  ELSE
    INSERT INTO application_tallies (call_id, stage, regions, in_pool, to_decide, amount)
    SELECT call_id, stage, regions, keep_in_pool AND stage IN ('held', 'declined'),
      stage IN ('talking', 'shortlist') OR (stage IN ('new', 'reading') AND review_count >= 2), sum(step)
    FROM (
      SELECT call_id, state, stage, regions, keep_in_pool, review_count, 1 AS step FROM came
      UNION ALL
      SELECT call_id, state, stage, regions, keep_in_pool, review_count, -1 FROM went
    ) AS changed
    WHERE state IN ('submitted', 'withdrawn') GROUP BY 1, 2, 3, 4, 5 HAVING sum(step) <> 0;
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER applications_tally_came AFTER INSERT ON "applications"
  REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION tally_applications();
--> statement-breakpoint
CREATE TRIGGER applications_tally_changed AFTER UPDATE ON "applications"
  REFERENCING OLD TABLE AS went NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION tally_applications();
--> statement-breakpoint
CREATE TRIGGER applications_tally_went AFTER DELETE ON "applications"
  REFERENCING OLD TABLE AS went FOR EACH STATEMENT EXECUTE FUNCTION tally_applications();
--> statement-breakpoint
INSERT INTO application_tallies (call_id, stage, regions, in_pool, to_decide, amount)
SELECT call_id, stage, regions, keep_in_pool AND stage IN ('held', 'declined'),
  stage IN ('talking', 'shortlist') OR (stage IN ('new', 'reading') AND review_count >= 2), count(*)
FROM applications WHERE state IN ('submitted', 'withdrawn') GROUP BY 1, 2, 3, 4, 5;
--> statement-breakpoint
CREATE FUNCTION copy_scores() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    UPDATE applications SET review_count = 0, score_mean = NULL, score_spread = NULL
    FROM went WHERE applications.id = went.application_id;
  ELSE
    UPDATE applications SET review_count = came.review_count, score_mean = round(came.mean::numeric * 100),
      score_spread = round(came.spread::numeric * 100)
    FROM came WHERE applications.id = came.application_id;
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER application_scores_came AFTER INSERT ON "application_scores"
  REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION copy_scores();
--> statement-breakpoint
CREATE TRIGGER application_scores_changed AFTER UPDATE ON "application_scores"
  REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION copy_scores();
--> statement-breakpoint
CREATE TRIGGER application_scores_went AFTER DELETE ON "application_scores"
  REFERENCING OLD TABLE AS went FOR EACH STATEMENT EXECUTE FUNCTION copy_scores();
--> statement-breakpoint
UPDATE applications SET review_count = s.review_count, score_mean = round(s.mean::numeric * 100),
  score_spread = round(s.spread::numeric * 100)
FROM application_scores s WHERE s.application_id = applications.id;
