using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoreStudy.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddTextRevisions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "text_revision",
                table: "coding_heads",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "passage_flags",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    transcript_id = table.Column<Guid>(type: "uuid", nullable: false),
                    category = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    flagged_by = table.Column<Guid>(type: "uuid", nullable: false),
                    flagged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    text_revision = table.Column<int>(type: "integer", nullable: false),
                    segment_end = table.Column<int>(type: "integer", nullable: false),
                    segment_start = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_passage_flags", x => x.id);
                    table.CheckConstraint("ck_passage_flags_segment", "segment_start >= 0 and segment_end > segment_start");
                    table.ForeignKey(
                        name: "fk_passage_flags_members_decided_by",
                        column: x => x.decided_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_passage_flags_members_flagged_by",
                        column: x => x.flagged_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_passage_flags_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_passage_flags_transcripts_transcript_id",
                        column: x => x.transcript_id,
                        principalTable: "transcripts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "text_revisions",
                columns: table => new
                {
                    transcript_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    coding_revision = table.Column<long>(type: "bigint", nullable: false),
                    of = table.Column<int>(type: "integer", nullable: true),
                    edits = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_text_revisions", x => new { x.transcript_id, x.number });
                    table.ForeignKey(
                        name: "fk_text_revisions_members_by",
                        column: x => x.by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_text_revisions_transcripts_transcript_id",
                        column: x => x.transcript_id,
                        principalTable: "transcripts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_passage_flags_decided_by",
                table: "passage_flags",
                column: "decided_by");

            migrationBuilder.CreateIndex(
                name: "ix_passage_flags_flagged_by",
                table: "passage_flags",
                column: "flagged_by");

            migrationBuilder.CreateIndex(
                name: "ix_passage_flags_study_id_state",
                table: "passage_flags",
                columns: new[] { "study_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_passage_flags_transcript_id",
                table: "passage_flags",
                column: "transcript_id");

            migrationBuilder.CreateIndex(
                name: "ix_text_revisions_by",
                table: "text_revisions",
                column: "by");

            // Two codings of a code that lay on parts of a name both cover what came for it: neither is lost. That nobody puts a code twice on the
            // same words is asked at the desk, while the transcript's row is held.
            migrationBuilder.Sql("drop index ix_codings_once");
            migrationBuilder.Sql("create index ix_codings_standing on codings (transcript_id, member_id, code_id, segment_start, segment_end) where removed_at is null");

            // The rules of TextMoves.Carry, for sets of rows; starts ascend. As one expression without a query it is taken into the statement that calls it.
            migrationBuilder.Sql("""
                create function carried("position" int, is_end bool, starts int[], ends int[], landings int[], lengths int[]) returns int
                language sql immutable parallel safe return
                    case when is_end then
                        coalesce(landings[width_bucket("position" - 1, starts)] + lengths[width_bucket("position" - 1, starts)]
                            + greatest(0, "position" - ends[width_bucket("position" - 1, starts)]), "position")
                    else
                        coalesce(landings[width_bucket("position", starts)] + case
                            when "position" < ends[width_bucket("position", starts)] then 0
                            else lengths[width_bucket("position", starts)] + "position" - ends[width_bucket("position", starts)] end, "position")
                    end
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop function carried");
            migrationBuilder.Sql("drop index ix_codings_standing");
            migrationBuilder.Sql("create unique index ix_codings_once on codings (transcript_id, member_id, code_id, segment_start, segment_end) where removed_at is null");

            migrationBuilder.DropTable(
                name: "passage_flags");

            migrationBuilder.DropTable(
                name: "text_revisions");

            migrationBuilder.DropColumn(
                name: "text_revision",
                table: "coding_heads");
        }
    }
}
