CREATE VIEW "public"."conflicts_held" AS (
  select application_id, member_id, application_id as declared_on from conflicts
  union
  select side.application_id, conflicts.member_id, conflicts.application_id
  from conflicts
  join merges own on own.folded_id = conflicts.application_id or own.primary_id = conflicts.application_id
  join merges fold on fold.primary_id = own.primary_id
  cross join lateral (values (fold.folded_id), (fold.primary_id)) side (application_id));