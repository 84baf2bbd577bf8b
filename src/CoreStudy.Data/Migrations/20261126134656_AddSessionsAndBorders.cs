using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoreStudy.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddSessionsAndBorders : Migration
    {
        // The setting is read once for each query, not for each row. Where it is not set, work is about no one study: jobs, and the vault's.
        private const string PutUp = """
            create function study_here() returns uuid language sql stable parallel safe as $$ select nullif(current_setting('corestudy.study', true), '')::uuid $$;
            do $$
            declare
                behind text;
                child text[];
            begin
                foreach behind in array array['codings', 'findings', 'journal_entries', 'kept_passages', 'memos', 'quotes', 'reports', 'settled_codings', 'summaries'] loop
                    execute format('alter table %I enable row level security', behind);
                    execute format('create policy study_border on %I using ((select study_here()) is null or study_id = (select study_here())) with check (true)', behind);
                end loop;
                foreach child slice 1 in array array[
                    ['transcript_texts', 'transcripts', 'transcript_id'], ['comments', 'transcripts', 'transcript_id'], ['remarks', 'transcripts', 'transcript_id'], ['memo_versions', 'memos', 'memo_id'],
                    ['summary_versions', 'summaries', 'summary_id'], ['report_parts', 'reports', 'report_id'], ['quote_parts', 'quotes', 'quote_id'], ['finding_editions', 'findings', 'finding_id']] loop
                    execute format('alter table %I enable row level security', child[1]);
                    execute format(
                        'create policy study_border on %1$I using ((select study_here()) is null or exists (select from %2$I parent where parent.id = %1$I.%3$I and parent.study_id = (select study_here()))) with check (true)',
                        child[1], child[2], child[3]);
                end loop;
            end $$;
            """;

        private const string TakeDown = """
            do $$
            declare
                behind text;
            begin
                for behind in select c.relname from pg_policy p join pg_class c on c.oid = p.polrelid where p.polname = 'study_border' loop
                    execute format('drop policy study_border on %I', behind);
                    execute format('alter table %I disable row level security', behind);
                end loop;
            end $$;
            drop function study_here();
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "sign_in_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    device = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sign_in_sessions", x => x.id);
                    table.ForeignKey(
                        name: "fk_sign_in_sessions_accounts_account_id",
                        column: x => x.account_id,
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_sign_in_sessions_account_id",
                table: "sign_in_sessions",
                column: "account_id");
            migrationBuilder.Sql(PutUp);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(TakeDown);
            migrationBuilder.DropTable(
                name: "sign_in_sessions");
        }
    }
}
