using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoreStudy.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddPassages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "coded_passages",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_settled = table.Column<bool>(type: "boolean", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    transcript_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: true),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: true),
                    first_turn = table.Column<int>(type: "integer", nullable: false),
                    last_turn = table.Column<int>(type: "integer", nullable: false),
                    first_sentence = table.Column<int>(type: "integer", nullable: false),
                    last_sentence = table.Column<int>(type: "integer", nullable: false),
                    first_word = table.Column<int>(type: "integer", nullable: false),
                    end_word = table.Column<int>(type: "integer", nullable: false),
                    new_words = table.Column<int>(type: "integer", nullable: false),
                    own_new_words = table.Column<int>(type: "integer", nullable: false),
                    coded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    segment_end = table.Column<int>(type: "integer", nullable: false),
                    segment_start = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_coded_passages", x => x.id);
                    table.CheckConstraint("ck_coded_passages_segment", "segment_start >= 0 and segment_end > segment_start");
                    table.ForeignKey(
                        name: "fk_coded_passages_transcripts_transcript_id",
                        column: x => x.transcript_id,
                        principalTable: "transcripts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "kept_passages",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    transcript_id = table.Column<Guid>(type: "uuid", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    coding_id = table.Column<Guid>(type: "uuid", nullable: true),
                    settled_coding_id = table.Column<Guid>(type: "uuid", nullable: true),
                    code_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kept_by = table.Column<Guid>(type: "uuid", nullable: false),
                    kept_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    segment_end = table.Column<int>(type: "integer", nullable: false),
                    segment_start = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_kept_passages", x => x.id);
                    table.CheckConstraint("ck_kept_passages_segment", "segment_start >= 0 and segment_end > segment_start");
                    table.ForeignKey(
                        name: "fk_kept_passages_codes_code_id",
                        column: x => x.code_id,
                        principalTable: "codes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_kept_passages_codings_coding_id",
                        column: x => x.coding_id,
                        principalTable: "codings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_kept_passages_members_kept_by",
                        column: x => x.kept_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_kept_passages_settled_codings_settled_coding_id",
                        column: x => x.settled_coding_id,
                        principalTable: "settled_codings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_kept_passages_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_kept_passages_transcripts_transcript_id",
                        column: x => x.transcript_id,
                        principalTable: "transcripts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "passage_marks",
                columns: table => new
                {
                    transcript_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    settled_revision = table.Column<long>(type: "bigint", nullable: false),
                    merges = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_passage_marks", x => x.transcript_id);
                    table.ForeignKey(
                        name: "fk_passage_marks_transcripts_transcript_id",
                        column: x => x.transcript_id,
                        principalTable: "transcripts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_coded_passages_study_id_code_id_transcript_id",
                table: "coded_passages",
                columns: new[] { "study_id", "code_id", "transcript_id" });

            migrationBuilder.CreateIndex(
                name: "ix_coded_passages_transcript_id_first_turn",
                table: "coded_passages",
                columns: new[] { "transcript_id", "first_turn" });

            migrationBuilder.CreateIndex(
                name: "ix_kept_passages_code_id",
                table: "kept_passages",
                column: "code_id");

            migrationBuilder.CreateIndex(
                name: "ix_kept_passages_coding_id",
                table: "kept_passages",
                column: "coding_id");

            migrationBuilder.CreateIndex(
                name: "ix_kept_passages_kept_by",
                table: "kept_passages",
                column: "kept_by");

            migrationBuilder.CreateIndex(
                name: "ix_kept_passages_settled_coding_id",
                table: "kept_passages",
                column: "settled_coding_id");

            migrationBuilder.CreateIndex(
                name: "ix_kept_passages_study_id",
                table: "kept_passages",
                column: "study_id");

            migrationBuilder.CreateIndex(
                name: "ix_kept_passages_transcript_id",
                table: "kept_passages",
                column: "transcript_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "coded_passages");

            migrationBuilder.DropTable(
                name: "kept_passages");

            migrationBuilder.DropTable(
                name: "passage_marks");
        }
    }
}
