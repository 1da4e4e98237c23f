-- Cards of several things due are found by their names, which the tasks on them keep.
DROP INDEX task_org_id_desk_id_told_at_idx;
