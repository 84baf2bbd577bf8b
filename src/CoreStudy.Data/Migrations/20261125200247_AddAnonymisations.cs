using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoreStudy.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddAnonymisations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "released_at",
                table: "transcripts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.Sql("update transcripts set released_at = imported_at"); // those that came before identify nobody

            migrationBuilder.CreateTable(
                name: "anonymisation_rules",
                columns: table => new
                {
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    scheme = table.Column<string>(type: "jsonb", nullable: false),
                    threshold = table.Column<double>(type: "double precision", nullable: false),
                    may_release_alone = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_anonymisation_rules", x => x.study_id);
                    table.ForeignKey(
                        name: "fk_anonymisation_rules_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "transcript_reviews",
                columns: table => new
                {
                    transcript_id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    places = table.Column<int>(type: "integer", nullable: false),
                    left = table.Column<int>(type: "integer", nullable: false),
                    read_by = table.Column<Guid>(type: "uuid", nullable: true),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    released_by = table.Column<Guid>(type: "uuid", nullable: true),
                    released_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    leak_hits = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_transcript_reviews", x => x.transcript_id);
                    table.ForeignKey(
                        name: "fk_transcript_reviews_members_decided_by",
                        column: x => x.decided_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_transcript_reviews_members_read_by",
                        column: x => x.read_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_transcript_reviews_members_released_by",
                        column: x => x.released_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_transcript_reviews_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_transcript_reviews_transcripts_transcript_id",
                        column: x => x.transcript_id,
                        principalTable: "transcripts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_transcript_reviews_decided_by",
                table: "transcript_reviews",
                column: "decided_by");

            migrationBuilder.CreateIndex(
                name: "ix_transcript_reviews_read_by",
                table: "transcript_reviews",
                column: "read_by");

            migrationBuilder.CreateIndex(
                name: "ix_transcript_reviews_released_by",
                table: "transcript_reviews",
                column: "released_by");

            migrationBuilder.CreateIndex(
                name: "ix_transcript_reviews_study_id",
                table: "transcript_reviews",
                column: "study_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "anonymisation_rules");

            migrationBuilder.DropTable(
                name: "transcript_reviews");

            migrationBuilder.DropColumn(
                name: "released_at",
                table: "transcripts");
        }
    }
}
