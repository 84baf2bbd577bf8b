using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoreStudy.Data.Migrations
{
    /// <inheritdoc />
    public partial class WidenMemos : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_memos_study_id",
                table: "memos");

            migrationBuilder.AlterColumn<Guid>(
                name: "transcript_id",
                table: "memos",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AlterColumn<int>(
                name: "segment_start",
                table: "memos",
                type: "integer",
                nullable: true,
                oldClrType: typeof(int),
                oldType: "integer");

            migrationBuilder.AlterColumn<int>(
                name: "segment_end",
                table: "memos",
                type: "integer",
                nullable: true,
                oldClrType: typeof(int),
                oldType: "integer");

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "memos",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "Analytic");

            migrationBuilder.AddColumn<bool>(
                name: "reaches_further",
                table: "memos",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "team_writes",
                table: "memos",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "title",
                table: "memos",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "memos",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.CreateTable(
                name: "journal_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    prompt = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_journal_entries", x => x.id);
                    table.ForeignKey(
                        name: "fk_journal_entries_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_journal_entries_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "journals",
                columns: table => new
                {
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    with_prompts = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_journals", x => x.member_id);
                    table.ForeignKey(
                        name: "fk_journals_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "memo_links",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    memo_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code_id = table.Column<Guid>(type: "uuid", nullable: true),
                    theme_id = table.Column<Guid>(type: "uuid", nullable: true),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: true),
                    interview_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_memo_links", x => x.id);
                    table.CheckConstraint("ck_memo_links_one", "num_nonnulls(code_id, theme_id, participant_id, interview_id) = 1");
                    table.ForeignKey(
                        name: "fk_memo_links_codes_code_id",
                        column: x => x.code_id,
                        principalTable: "codes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_memo_links_interviews_interview_id",
                        column: x => x.interview_id,
                        principalTable: "interviews",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_memo_links_memos_memo_id",
                        column: x => x.memo_id,
                        principalTable: "memos",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_memo_links_participants_participant_id",
                        column: x => x.participant_id,
                        principalTable: "participants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "memo_versions",
                columns: table => new
                {
                    memo_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    is_private = table.Column<bool>(type: "boolean", nullable: false),
                    taken_out_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_memo_versions", x => new { x.memo_id, x.number });
                    table.ForeignKey(
                        name: "fk_memo_versions_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_memo_versions_memos_memo_id",
                        column: x => x.memo_id,
                        principalTable: "memos",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.Sql(
                """
                insert into memo_versions (memo_id, number, member_id, saved_at, kind, title, text, is_private)
                select id, 1, member_id, changed_at, 'Analytic', '', text, is_private from memos;
                alter table memos alter column kind drop default, alter column title drop default, alter column version drop default,
                    alter column reaches_further drop default, alter column team_writes drop default;
                """);

            migrationBuilder.CreateIndex(
                name: "ix_memos_study_id_changed_at",
                table: "memos",
                columns: new[] { "study_id", "changed_at" });

            migrationBuilder.AddCheckConstraint(
                name: "ck_memos_place",
                table: "memos",
                sql: "(transcript_id is null) = (segment_start is null) and (transcript_id is null) = (segment_end is null)");

            migrationBuilder.AddCheckConstraint(
                name: "ck_memos_sharing",
                table: "memos",
                sql: "not (is_private and team_writes)");

            migrationBuilder.CreateIndex(
                name: "ix_journal_entries_member_id_day",
                table: "journal_entries",
                columns: new[] { "member_id", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_journal_entries_study_id",
                table: "journal_entries",
                column: "study_id");

            migrationBuilder.CreateIndex(
                name: "ix_memo_links_code_id",
                table: "memo_links",
                column: "code_id",
                filter: "code_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_memo_links_interview_id",
                table: "memo_links",
                column: "interview_id",
                filter: "interview_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_memo_links_memo_id",
                table: "memo_links",
                column: "memo_id");

            migrationBuilder.CreateIndex(
                name: "ix_memo_links_participant_id",
                table: "memo_links",
                column: "participant_id",
                filter: "participant_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_memo_links_theme_id",
                table: "memo_links",
                column: "theme_id",
                filter: "theme_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_memo_versions_member_id",
                table: "memo_versions",
                column: "member_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "journal_entries");

            migrationBuilder.DropTable(
                name: "journals");

            migrationBuilder.DropTable(
                name: "memo_links");

            migrationBuilder.DropTable(
                name: "memo_versions");

            migrationBuilder.DropIndex(
                name: "ix_memos_study_id_changed_at",
                table: "memos");

            migrationBuilder.DropCheckConstraint(
                name: "ck_memos_place",
                table: "memos");

            migrationBuilder.DropCheckConstraint(
                name: "ck_memos_sharing",
                table: "memos");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "memos");

            migrationBuilder.DropColumn(
                name: "reaches_further",
                table: "memos");

            migrationBuilder.DropColumn(
                name: "team_writes",
                table: "memos");

            migrationBuilder.DropColumn(
                name: "title",
                table: "memos");

            migrationBuilder.DropColumn(
                name: "version",
                table: "memos");

            migrationBuilder.AlterColumn<Guid>(
                name: "transcript_id",
                table: "memos",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);

            migrationBuilder.AlterColumn<int>(
                name: "segment_start",
                table: "memos",
                type: "integer",
                nullable: false,
                defaultValue: 0,
                oldClrType: typeof(int),
                oldType: "integer",
                oldNullable: true);

            migrationBuilder.AlterColumn<int>(
                name: "segment_end",
                table: "memos",
                type: "integer",
                nullable: false,
                defaultValue: 0,
                oldClrType: typeof(int),
                oldType: "integer",
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_memos_study_id",
                table: "memos",
                column: "study_id");
        }
    }
}
