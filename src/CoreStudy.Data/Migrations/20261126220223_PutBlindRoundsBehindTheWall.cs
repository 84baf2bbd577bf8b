using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoreStudy.Data.Migrations
{
    /// <inheritdoc />
    public partial class PutBlindRoundsBehindTheWall : Migration
    {
        // The rule of Visibility.BlindTo. The lists of what is hidden are read once for each query that meets a row, and only where there is a reader; on most days they are empty.
        // Where a table is behind the border of its study already, both must allow a row.
        private const string PutUp = """
            create function reader_here() returns uuid language sql stable parallel safe as $$ select nullif(current_setting('corestudy.reader', true), '')::uuid $$;

            create function blind_to_reader() returns uuid[] language plpgsql stable parallel safe as $$
            begin
                return array(
                    select t.transcript_id from public.rounds r join public.round_transcripts t on t.round_id = r.id
                    where r.study_id = public.study_here() and r.opened_at is null and r.called_off_at is null
                        and (exists (select from public.round_coders c where c.round_id = r.id and c.member_id = public.reader_here())
                            or (not r.is_second_reading and current_setting('corestudy.follows', true) is distinct from 'true')));
            end $$;

            create function read_again_by_reader() returns uuid[] language plpgsql stable parallel safe as $$
            begin
                return array(
                    select t.transcript_id from public.rounds r join public.round_transcripts t on t.round_id = r.id join public.round_coders c on c.round_id = r.id and c.member_id = public.reader_here()
                    where r.study_id = public.study_here() and r.is_second_reading and r.opened_at is null and r.called_off_at is null);
            end $$;

            -- Asked where a transcript is blind, of acts by which the framework took codings along: who did them is not whose coding it is.
            create function coded_by_reader(coding uuid) returns boolean language plpgsql stable parallel safe as $$
            begin
                return exists (select from public.codings c where c.id = coding and c.member_id = public.reader_here());
            end $$;

            -- Reads links and kept passages past the wall, as the owner of the tables, and tells no more than which memos they are of.
            create function memos_blind_to_reader() returns uuid[] language plpgsql stable parallel safe security definer set search_path = public as $$
            declare
                blind uuid[] := blind_to_reader();
            begin
                if cardinality(blind) = 0 then
                    return '{}';
                end if;
                return array(
                    select l.memo_id from kept_passages k join memo_links l on l.passage_id = k.id where k.transcript_id = any(blind)
                    union select l.memo_id from transcripts t join memo_links l on l.interview_id = t.interview_id where t.id = any(blind)
                    union select l.memo_id from speakers s join memo_links l on l.participant_id = s.participant_id where s.transcript_id = any(blind)
                    union select l.memo_id from transcripts t join interview_participants p on p.interview_id = t.interview_id join memo_links l on l.participant_id = p.participant_id where t.id = any(blind));
            end $$;

            do $$
            declare
                mine constant text := 'member_id = (select reader_here())';
                not_again constant text := 'transcript_id <> all ((select read_again_by_reader())::uuid[])';
                rule text[];
            begin
                foreach rule slice 1 in array array[
                    ['codings', 'restrictive', format('%s and (round_id is not null or %s)', mine, not_again)],
                    ['comments', 'restrictive', mine],
                    ['kept_passages', 'restrictive', format('kept_by = (select reader_here()) and %s', not_again)],
                    ['settled_codings', 'restrictive', 'false'],
                    ['remarks', 'restrictive', 'false'],
                    ['differences', 'permissive', 'false'],
                    ['settling_acts', 'permissive', 'false'],
                    ['coding_acts', 'permissive', format('case when kind in (''Follow'', ''TakeBack'') then coded_by_reader(coding_id) else %s end', mine)],
                    ['coded_passages', 'permissive', format('%s and %s', mine, not_again)],
                    ['transcript_tallies', 'permissive', mine]] loop
                    execute format('alter table %I enable row level security', rule[1]);
                    execute format(
                        'create policy blind_border on %I as %s using ((select reader_here()) is null or transcript_id <> all ((select blind_to_reader())::uuid[]) or (%s)) with check (true)',
                        rule[1], rule[2], rule[3]);
                end loop;
                execute format(
                    'create policy blind_border on memos as restrictive using ((select reader_here()) is null or %s
                        or ((transcript_id is null or transcript_id <> all ((select blind_to_reader())::uuid[])) and (not reaches_further or id <> all ((select memos_blind_to_reader())::uuid[])))) with check (true)',
                    mine);
            end $$;
            """;

        private const string TakeDown = """
            do $$
            declare
                behind text;
            begin
                for behind in select c.relname from pg_policy p join pg_class c on c.oid = p.polrelid where p.polname = 'blind_border' loop
                    execute format('drop policy blind_border on %I', behind);
                    if not exists (select from pg_policy p join pg_class c on c.oid = p.polrelid where c.relname = behind) then
                        execute format('alter table %I disable row level security', behind);
                    end if;
                end loop;
            end $$;
            drop function memos_blind_to_reader();
            drop function coded_by_reader(uuid);
            drop function read_again_by_reader();
            drop function blind_to_reader();
            drop function reader_here();
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(PutUp);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(TakeDown);
    }
}
