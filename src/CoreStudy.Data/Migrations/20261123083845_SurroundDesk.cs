using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace CoreStudy.Data.Migrations
{
    /// <inheritdoc />
    public partial class SurroundDesk : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "archived_at",
                table: "trusts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "archived_at",
                table: "transcripts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int[]>(
                name: "word_starts",
                table: "transcript_texts",
                type: "integer[]",
                nullable: false,
                defaultValue: new int[0]);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "archived_at",
                table: "studies",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "archived_at",
                table: "sites",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "archived_at",
                table: "participants",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "attributes",
                table: "participants",
                type: "jsonb",
                nullable: false,
                defaultValue: "{}");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "archived_at",
                table: "interviews",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "interviewer",
                table: "interviews",
                type: "character varying(60)",
                maxLength: 60,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "state",
                table: "interviews",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "Planned");

            migrationBuilder.AddColumn<Guid>(
                name: "change",
                table: "coding_acts",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "merged_into",
                table: "codes",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "shortcut",
                table: "codes",
                type: "character varying(8)",
                maxLength: 8,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "assignments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    transcript_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    assigned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    signed_off_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assignments", x => x.id);
                    table.ForeignKey(
                        name: "fk_assignments_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_assignments_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_assignments_transcripts_transcript_id",
                        column: x => x.transcript_id,
                        principalTable: "transcripts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "code_tallies",
                columns: table => new
                {
                    code_id = table.Column<Guid>(type: "uuid", nullable: false),
                    trust_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    codings = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_code_tallies", x => new { x.code_id, x.trust_id, x.member_id });
                    table.ForeignKey(
                        name: "fk_code_tallies_codes_code_id",
                        column: x => x.code_id,
                        principalTable: "codes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_code_tallies_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_code_tallies_trusts_trust_id",
                        column: x => x.trust_id,
                        principalTable: "trusts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "codebook_changes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    by = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    codes = table.Column<string>(type: "jsonb", nullable: false),
                    codings = table.Column<int>(type: "integer", nullable: false),
                    of = table.Column<Guid>(type: "uuid", nullable: true),
                    undone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_codebook_changes", x => x.id);
                    table.ForeignKey(
                        name: "fk_codebook_changes_codebook_changes_of",
                        column: x => x.of,
                        principalTable: "codebook_changes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_codebook_changes_members_by",
                        column: x => x.by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_codebook_changes_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "framework_versions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    frozen_by = table.Column<Guid>(type: "uuid", nullable: false),
                    frozen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    codes = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_framework_versions", x => x.id);
                    table.ForeignKey(
                        name: "fk_framework_versions_members_frozen_by",
                        column: x => x.frozen_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_framework_versions_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "participant_attributes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    choices = table.Column<List<string>>(type: "text[]", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_participant_attributes", x => x.id);
                    table.ForeignKey(
                        name: "fk_participant_attributes_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "recruitment_targets",
                columns: table => new
                {
                    trust_id = table.Column<Guid>(type: "uuid", nullable: false),
                    participant_role = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recruitment_targets", x => new { x.trust_id, x.participant_role });
                    table.CheckConstraint("ck_recruitment_targets_count", "count between 1 and 999");
                    table.ForeignKey(
                        name: "fk_recruitment_targets_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_recruitment_targets_trusts_trust_id",
                        column: x => x.trust_id,
                        principalTable: "trusts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tally_marks",
                columns: table => new
                {
                    transcript_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    trust_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_archived = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tally_marks", x => x.transcript_id);
                    table.ForeignKey(
                        name: "fk_tally_marks_transcripts_transcript_id",
                        column: x => x.transcript_id,
                        principalTable: "transcripts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "transcript_tallies",
                columns: table => new
                {
                    transcript_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    codings = table.Column<int>(type: "integer", nullable: false),
                    words = table.Column<int>(type: "integer", nullable: false),
                    last_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    codes = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    counts = table.Column<int[]>(type: "integer[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_transcript_tallies", x => new { x.transcript_id, x.member_id });
                    table.ForeignKey(
                        name: "fk_transcript_tallies_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_transcript_tallies_transcripts_transcript_id",
                        column: x => x.transcript_id,
                        principalTable: "transcripts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "assignment_events",
                columns: table => new
                {
                    assignment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    remark = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assignment_events", x => new { x.assignment_id, x.number });
                    table.ForeignKey(
                        name: "fk_assignment_events_assignments_assignment_id",
                        column: x => x.assignment_id,
                        principalTable: "assignments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_assignment_events_members_by",
                        column: x => x.by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "passage_reviews",
                columns: table => new
                {
                    change_id = table.Column<Guid>(type: "uuid", nullable: false),
                    coding_id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    kept_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_passage_reviews", x => new { x.change_id, x.coding_id });
                    table.ForeignKey(
                        name: "fk_passage_reviews_codebook_changes_change_id",
                        column: x => x.change_id,
                        principalTable: "codebook_changes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_passage_reviews_codes_code_id",
                        column: x => x.code_id,
                        principalTable: "codes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_passage_reviews_codings_coding_id",
                        column: x => x.coding_id,
                        principalTable: "codings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_passage_reviews_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_passage_reviews_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_coding_acts_change",
                table: "coding_acts",
                column: "change",
                filter: "change is not null");

            migrationBuilder.CreateIndex(
                name: "ix_codes_merged_into",
                table: "codes",
                column: "merged_into");

            migrationBuilder.CreateIndex(
                name: "ix_assignment_events_by",
                table: "assignment_events",
                column: "by");

            migrationBuilder.CreateIndex(
                name: "ix_assignments_member_id",
                table: "assignments",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_assignments_study_id_member_id",
                table: "assignments",
                columns: new[] { "study_id", "member_id" });

            migrationBuilder.CreateIndex(
                name: "ix_assignments_transcript_id_member_id",
                table: "assignments",
                columns: new[] { "transcript_id", "member_id" },
                unique: true,
                filter: "state <> 'Withdrawn'");

            migrationBuilder.CreateIndex(
                name: "ix_code_tallies_member_id",
                table: "code_tallies",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_code_tallies_study_id",
                table: "code_tallies",
                column: "study_id");

            migrationBuilder.CreateIndex(
                name: "ix_code_tallies_trust_id",
                table: "code_tallies",
                column: "trust_id");

            migrationBuilder.CreateIndex(
                name: "ix_codebook_changes_by",
                table: "codebook_changes",
                column: "by");

            migrationBuilder.CreateIndex(
                name: "ix_codebook_changes_of",
                table: "codebook_changes",
                column: "of");

            migrationBuilder.CreateIndex(
                name: "ix_codebook_changes_study_id_number",
                table: "codebook_changes",
                columns: new[] { "study_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_framework_versions_frozen_by",
                table: "framework_versions",
                column: "frozen_by");

            migrationBuilder.CreateIndex(
                name: "ix_framework_versions_study_id_name",
                table: "framework_versions",
                columns: new[] { "study_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_participant_attributes_study_id_name",
                table: "participant_attributes",
                columns: new[] { "study_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_passage_reviews_code_id",
                table: "passage_reviews",
                column: "code_id");

            migrationBuilder.CreateIndex(
                name: "ix_passage_reviews_coding_id",
                table: "passage_reviews",
                column: "coding_id");

            migrationBuilder.CreateIndex(
                name: "ix_passage_reviews_member_id",
                table: "passage_reviews",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_passage_reviews_study_id_member_id",
                table: "passage_reviews",
                columns: new[] { "study_id", "member_id" },
                filter: "kept_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_recruitment_targets_study_id",
                table: "recruitment_targets",
                column: "study_id");

            migrationBuilder.CreateIndex(
                name: "ix_transcript_tallies_member_id",
                table: "transcript_tallies",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_transcript_tallies_study_id",
                table: "transcript_tallies",
                column: "study_id");

            migrationBuilder.AddForeignKey(
                name: "fk_codes_codes_merged_into",
                table: "codes",
                column: "merged_into",
                principalTable: "codes",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_coding_acts_codebook_changes_change",
                table: "coding_acts",
                column: "change",
                principalTable: "codebook_changes",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.Sql("update interviews set state = 'Held' where held_on is not null or exists (select from transcripts t where t.interview_id = interviews.id)");
            // an act asks which codings begin where it begins; the desk reads them in this order
            migrationBuilder.Sql("create index ix_codings_start on codings (transcript_id, segment_start) where removed_at is null");
            migrationBuilder.Sql(
                """
                with letters as (
                    select t.transcript_id, letter, place,
                        letter ~ '[\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]' as is_space,
                        sum(case when ascii(letter) > 65535 then 2 else 1 end) over (partition by t.transcript_id order by place)
                            - case when ascii(letter) > 65535 then 2 else 1 end as unit
                    from transcript_texts t, regexp_split_to_table(t.words, '') with ordinality as x (letter, place)),
                marked as (select *, lag(is_space, 1, true) over (partition by transcript_id order by place) as after_space from letters),
                starts as (select transcript_id, array_agg(unit::int order by unit) as word_starts from marked where after_space and not is_space group by transcript_id)
                update transcript_texts t set word_starts = s.word_starts from starts s where s.transcript_id = t.transcript_id
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_codes_codes_merged_into",
                table: "codes");

            migrationBuilder.DropForeignKey(
                name: "fk_coding_acts_codebook_changes_change",
                table: "coding_acts");

            migrationBuilder.DropTable(
                name: "assignment_events");

            migrationBuilder.DropTable(
                name: "code_tallies");

            migrationBuilder.DropTable(
                name: "framework_versions");

            migrationBuilder.DropTable(
                name: "participant_attributes");

            migrationBuilder.DropTable(
                name: "passage_reviews");

            migrationBuilder.DropTable(
                name: "recruitment_targets");

            migrationBuilder.DropTable(
                name: "tally_marks");

            migrationBuilder.DropTable(
                name: "transcript_tallies");

            migrationBuilder.DropTable(
                name: "assignments");

            migrationBuilder.DropTable(
                name: "codebook_changes");

            migrationBuilder.DropIndex(
                name: "ix_coding_acts_change",
                table: "coding_acts");

            migrationBuilder.DropIndex(
                name: "ix_codes_merged_into",
                table: "codes");

            migrationBuilder.DropColumn(
                name: "archived_at",
                table: "trusts");

            migrationBuilder.DropColumn(
                name: "archived_at",
                table: "transcripts");

            migrationBuilder.DropColumn(
                name: "word_starts",
                table: "transcript_texts");

            migrationBuilder.DropColumn(
                name: "archived_at",
                table: "studies");

            migrationBuilder.DropColumn(
                name: "archived_at",
                table: "sites");

            migrationBuilder.DropColumn(
                name: "archived_at",
                table: "participants");

            migrationBuilder.DropColumn(
                name: "attributes",
                table: "participants");

            migrationBuilder.DropColumn(
                name: "archived_at",
                table: "interviews");

            migrationBuilder.DropColumn(
                name: "interviewer",
                table: "interviews");

            migrationBuilder.DropColumn(
                name: "state",
                table: "interviews");

            migrationBuilder.DropColumn(
                name: "change",
                table: "coding_acts");

            migrationBuilder.DropColumn(
                name: "merged_into",
                table: "codes");

            migrationBuilder.DropColumn(
                name: "shortcut",
                table: "codes");
        }
    }
}
