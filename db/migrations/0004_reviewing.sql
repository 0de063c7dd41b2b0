CREATE TABLE "application_scores" (
	"application_id" uuid PRIMARY KEY NOT NULL,
	"call_id" uuid NOT NULL,
	"submitted_at" timestamp (3) with time zone NOT NULL,
	"review_count" integer NOT NULL,
	"mean" real,
	"spread" real NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "application_scores_count" CHECK ("application_scores"."review_count" > 0)
);
--> statement-breakpoint
CREATE TABLE "assignments" (
	"application_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"assigned_at" timestamp (3) with time zone NOT NULL,
	"assigned_by" uuid,
	"due_at" timestamp (3) with time zone,
	"done_at" timestamp (3) with time zone,
	"told_at" timestamp (3) with time zone,
	CONSTRAINT "assignments_application_id_member_id_pk" PRIMARY KEY("application_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "conflicts" (
	"application_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"sealed_reason" "bytea",
	"declared_at" timestamp (3) with time zone NOT NULL,
	"declared_by" uuid NOT NULL,
	CONSTRAINT "conflicts_application_id_member_id_pk" PRIMARY KEY("application_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "review_plans" (
	"call_id" uuid PRIMARY KEY NOT NULL,
	"reviewers_each" integer DEFAULT 2 NOT NULL,
	"automatic" boolean DEFAULT false NOT NULL,
	"due_days" integer,
	"blind" text DEFAULT 'off' NOT NULL,
	"may_unmask" boolean DEFAULT true NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "review_plans_each" CHECK ("review_plans"."reviewers_each" between 1 and 9),
	CONSTRAINT "review_plans_days" CHECK ("review_plans"."due_days" between 1 and 365),
	CONSTRAINT "review_plans_blind" CHECK ("review_plans"."blind" in ('off', 'reviewers', 'everyone'))
);
--> statement-breakpoint
CREATE TABLE "unmaskings" (
	"application_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"sealed_reason" "bytea" NOT NULL,
	CONSTRAINT "unmaskings_application_id_member_id_pk" PRIMARY KEY("application_id","member_id")
);
--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "languages" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "criteria" ADD COLUMN "names" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "criteria" ADD COLUMN "archived_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "finished_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "reviews" ADD COLUMN "revised_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "application_scores" ADD CONSTRAINT "application_scores_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_scores" ADD CONSTRAINT "application_scores_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_assigned_by_members_id_fk" FOREIGN KEY ("assigned_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conflicts" ADD CONSTRAINT "conflicts_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conflicts" ADD CONSTRAINT "conflicts_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conflicts" ADD CONSTRAINT "conflicts_declared_by_members_id_fk" FOREIGN KEY ("declared_by") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_plans" ADD CONSTRAINT "review_plans_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unmaskings" ADD CONSTRAINT "unmaskings_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "unmaskings" ADD CONSTRAINT "unmaskings_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "application_scores_mean" ON "application_scores" USING btree ("mean","application_id");--> statement-breakpoint
CREATE INDEX "application_scores_spread" ON "application_scores" USING btree ("spread","application_id");--> statement-breakpoint
CREATE INDEX "application_scores_least" ON "application_scores" USING btree ("review_count","submitted_at","application_id");--> statement-breakpoint
CREATE INDEX "assignments_open" ON "assignments" USING btree ("member_id","due_at") WHERE "assignments"."done_at" is null;--> statement-breakpoint
CREATE INDEX "assignments_member" ON "assignments" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "assignments_untold" ON "assignments" USING btree ("member_id") WHERE "assignments"."told_at" is null;--> statement-breakpoint
CREATE INDEX "conflicts_member" ON "conflicts" USING btree ("member_id");--> statement-breakpoint
CREATE INDEX "reviews_member" ON "reviews" USING btree ("member_id","finished_at");--> statement-breakpoint
UPDATE "reviews" SET "finished_at" = "updated_at" WHERE EXISTS (SELECT 1 FROM "scores" WHERE "scores"."review_id" = "reviews"."id");--> statement-breakpoint
INSERT INTO "application_scores" ("application_id", "call_id", "submitted_at", "review_count", "mean", "spread", "updated_at")
SELECT a."id", a."call_id", a."submitted_at", count(*), avg(g."mean"), coalesce(max(g."mean") - min(g."mean"), 0), now()
FROM (
	SELECT r."application_id", sum(s."value" * c."weight")::float8 / sum(c."weight") AS "mean"
	FROM "reviews" r JOIN "scores" s ON s."review_id" = r."id" JOIN "criteria" c ON c."id" = s."criterion_id"
	WHERE r."finished_at" IS NOT NULL GROUP BY r."id"
) g JOIN "applications" a ON a."id" = g."application_id"
WHERE a."submitted_at" IS NOT NULL
GROUP BY a."id";
