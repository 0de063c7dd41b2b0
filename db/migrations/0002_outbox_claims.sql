DROP INDEX "outbox_due";--> statement-breakpoint
ALTER TABLE "outbox" ALTER COLUMN "next_attempt_at" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "outbox" ALTER COLUMN "next_attempt_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "claim" uuid;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "trouble" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "released_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "outbox_unreachable" ON "outbox" USING btree ("id") WHERE "outbox"."state" = 'waiting' and "outbox"."trouble" = 'unreachable';--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("next_attempt_at" NULLS FIRST,"created_at") WHERE "outbox"."state" in ('waiting', 'sending');--> statement-breakpoint
UPDATE "outbox" SET "released_at" = "created_at" WHERE "state" NOT IN ('held', 'dropped');--> statement-breakpoint
UPDATE "outbox" SET "trouble" = 'refused' WHERE "state" = 'failed';--> statement-breakpoint
UPDATE "outbox" SET "state" = 'waiting', "claimed_until" = null WHERE "state" = 'sending';--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_claim_is_whole" CHECK (("outbox"."state" = 'sending') = ("outbox"."claim" is not null and "outbox"."claimed_until" is not null));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_trouble_known" CHECK ("outbox"."trouble" in ('unreachable', 'deferred', 'interrupted', 'refused', 'expired', 'unsendable'));--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_failed_has_reason" CHECK ("outbox"."state" <> 'failed' or "outbox"."trouble" is not null);--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_released_has_time" CHECK ("outbox"."state" in ('held', 'dropped') or "outbox"."released_at" is not null);