-- What is withdrawn stands in no fold any more; folds from before would stay, where nobody sees or ends them.
DELETE FROM "merges" WHERE EXISTS (
  SELECT 1 FROM "applications"
  WHERE "applications"."id" IN ("merges"."folded_id", "merges"."primary_id") AND "applications"."state" = 'withdrawn'
);
