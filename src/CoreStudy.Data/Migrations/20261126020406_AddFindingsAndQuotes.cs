using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoreStudy.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddFindingsAndQuotes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "quote_labels",
                table: "studies",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "RoleAndTrust");

            migrationBuilder.CreateTable(
                name: "findings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    theme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    claim = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    strength = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    caveat = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    order = table.Column<int>(type: "integer", nullable: false),
                    edition = table.Column<int>(type: "integer", nullable: false),
                    written_by = table.Column<Guid>(type: "uuid", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_findings", x => x.id);
                    table.ForeignKey(
                        name: "fk_findings_members_written_by",
                        column: x => x.written_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_findings_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_findings_themes_theme_id",
                        column: x => x.theme_id,
                        principalTable: "themes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "quotes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    transcript_id = table.Column<Guid>(type: "uuid", nullable: false),
                    passage_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    seen_revision = table.Column<int>(type: "integer", nullable: false),
                    made_by = table.Column<Guid>(type: "uuid", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    approved_by = table.Column<Guid>(type: "uuid", nullable: true),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quotes", x => x.id);
                    table.ForeignKey(
                        name: "fk_quotes_kept_passages_passage_id",
                        column: x => x.passage_id,
                        principalTable: "kept_passages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_quotes_members_approved_by",
                        column: x => x.approved_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_quotes_members_made_by",
                        column: x => x.made_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_quotes_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_quotes_transcripts_transcript_id",
                        column: x => x.transcript_id,
                        principalTable: "transcripts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "evidence",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    finding_id = table.Column<Guid>(type: "uuid", nullable: false),
                    passage_id = table.Column<Guid>(type: "uuid", nullable: false),
                    side = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    added_by = table.Column<Guid>(type: "uuid", nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_evidence", x => x.id);
                    table.ForeignKey(
                        name: "fk_evidence_findings_finding_id",
                        column: x => x.finding_id,
                        principalTable: "findings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_evidence_kept_passages_passage_id",
                        column: x => x.passage_id,
                        principalTable: "kept_passages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_evidence_members_added_by",
                        column: x => x.added_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_evidence_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "finding_editions",
                columns: table => new
                {
                    finding_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    theme_id = table.Column<Guid>(type: "uuid", nullable: false),
                    claim = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    strength = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    caveat = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_finding_editions", x => new { x.finding_id, x.number });
                    table.ForeignKey(
                        name: "fk_finding_editions_findings_finding_id",
                        column: x => x.finding_id,
                        principalTable: "findings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_finding_editions_members_by",
                        column: x => x.by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "finding_quotes",
                columns: table => new
                {
                    finding_id = table.Column<Guid>(type: "uuid", nullable: false),
                    quote_id = table.Column<Guid>(type: "uuid", nullable: false),
                    added_by = table.Column<Guid>(type: "uuid", nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_finding_quotes", x => new { x.finding_id, x.quote_id });
                    table.ForeignKey(
                        name: "fk_finding_quotes_findings_finding_id",
                        column: x => x.finding_id,
                        principalTable: "findings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_finding_quotes_members_added_by",
                        column: x => x.added_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_finding_quotes_quotes_quote_id",
                        column: x => x.quote_id,
                        principalTable: "quotes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "quote_parts",
                columns: table => new
                {
                    quote_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    passage_id = table.Column<Guid>(type: "uuid", nullable: true),
                    clarification = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    seen_start = table.Column<int>(type: "integer", nullable: true),
                    seen_end = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quote_parts", x => new { x.quote_id, x.number });
                    table.CheckConstraint("ck_quote_parts_kind", "(passage_id is null) = (clarification <> '') and num_nulls(passage_id, seen_start, seen_end) in (0, 3)");
                    table.ForeignKey(
                        name: "fk_quote_parts_kept_passages_passage_id",
                        column: x => x.passage_id,
                        principalTable: "kept_passages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_quote_parts_quotes_quote_id",
                        column: x => x.quote_id,
                        principalTable: "quotes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_evidence_added_by",
                table: "evidence",
                column: "added_by");

            migrationBuilder.CreateIndex(
                name: "ix_evidence_finding_id",
                table: "evidence",
                column: "finding_id");

            migrationBuilder.CreateIndex(
                name: "ix_evidence_passage_id",
                table: "evidence",
                column: "passage_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_evidence_study_id",
                table: "evidence",
                column: "study_id");

            migrationBuilder.CreateIndex(
                name: "ix_finding_editions_by",
                table: "finding_editions",
                column: "by");

            migrationBuilder.CreateIndex(
                name: "ix_finding_quotes_added_by",
                table: "finding_quotes",
                column: "added_by");

            migrationBuilder.CreateIndex(
                name: "ix_finding_quotes_quote_id",
                table: "finding_quotes",
                column: "quote_id");

            migrationBuilder.CreateIndex(
                name: "ix_findings_study_id_theme_id_order",
                table: "findings",
                columns: new[] { "study_id", "theme_id", "order" });

            migrationBuilder.CreateIndex(
                name: "ix_findings_theme_id",
                table: "findings",
                column: "theme_id");

            migrationBuilder.CreateIndex(
                name: "ix_findings_written_by",
                table: "findings",
                column: "written_by");

            migrationBuilder.CreateIndex(
                name: "ix_quote_parts_passage_id",
                table: "quote_parts",
                column: "passage_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_quotes_approved_by",
                table: "quotes",
                column: "approved_by");

            migrationBuilder.CreateIndex(
                name: "ix_quotes_made_by",
                table: "quotes",
                column: "made_by");

            migrationBuilder.CreateIndex(
                name: "ix_quotes_passage_id",
                table: "quotes",
                column: "passage_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_quotes_study_id",
                table: "quotes",
                column: "study_id");

            migrationBuilder.CreateIndex(
                name: "ix_quotes_transcript_id",
                table: "quotes",
                column: "transcript_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "evidence");

            migrationBuilder.DropTable(
                name: "finding_editions");

            migrationBuilder.DropTable(
                name: "finding_quotes");

            migrationBuilder.DropTable(
                name: "quote_parts");

            migrationBuilder.DropTable(
                name: "findings");

            migrationBuilder.DropTable(
                name: "quotes");

            migrationBuilder.DropColumn(
                name: "quote_labels",
                table: "studies");
        }
    }
}
