using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoreStudy.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddFrameworkMatrices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "framework_matrices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    cases = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    made_by = table.Column<Guid>(type: "uuid", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    archived_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_framework_matrices", x => x.id);
                    table.ForeignKey(
                        name: "fk_framework_matrices_members_made_by",
                        column: x => x.made_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_framework_matrices_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "matrix_columns",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    matrix_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code_id = table.Column<Guid>(type: "uuid", nullable: true),
                    theme_id = table.Column<Guid>(type: "uuid", nullable: true),
                    position = table.Column<int>(type: "integer", nullable: false),
                    taken_out_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_matrix_columns", x => x.id);
                    table.CheckConstraint("ck_matrix_columns_subject", "num_nonnulls(code_id, theme_id) = 1");
                    table.ForeignKey(
                        name: "fk_matrix_columns_codes_code_id",
                        column: x => x.code_id,
                        principalTable: "codes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_matrix_columns_framework_matrices_matrix_id",
                        column: x => x.matrix_id,
                        principalTable: "framework_matrices",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_matrix_columns_themes_theme_id",
                        column: x => x.theme_id,
                        principalTable: "themes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "summaries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    column_id = table.Column<Guid>(type: "uuid", nullable: true),
                    participant_id = table.Column<Guid>(type: "uuid", nullable: true),
                    interview_id = table.Column<Guid>(type: "uuid", nullable: true),
                    trust_id = table.Column<Guid>(type: "uuid", nullable: true),
                    text = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    changed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_summaries", x => x.id);
                    table.CheckConstraint("ck_summaries_case", "num_nonnulls(participant_id, interview_id, trust_id) = 1");
                    table.CheckConstraint("ck_summaries_whole", "column_id is not null or interview_id is not null");
                    table.ForeignKey(
                        name: "fk_summaries_interviews_interview_id",
                        column: x => x.interview_id,
                        principalTable: "interviews",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_summaries_matrix_columns_column_id",
                        column: x => x.column_id,
                        principalTable: "matrix_columns",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_summaries_members_changed_by",
                        column: x => x.changed_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_summaries_participants_participant_id",
                        column: x => x.participant_id,
                        principalTable: "participants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_summaries_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_summaries_trusts_trust_id",
                        column: x => x.trust_id,
                        principalTable: "trusts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "summary_links",
                columns: table => new
                {
                    summary_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    passage_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_summary_links", x => new { x.summary_id, x.number });
                    table.ForeignKey(
                        name: "fk_summary_links_kept_passages_passage_id",
                        column: x => x.passage_id,
                        principalTable: "kept_passages",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_summary_links_summaries_summary_id",
                        column: x => x.summary_id,
                        principalTable: "summaries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "summary_versions",
                columns: table => new
                {
                    summary_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "character varying(20000)", maxLength: 20000, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_summary_versions", x => new { x.summary_id, x.number });
                    table.ForeignKey(
                        name: "fk_summary_versions_members_by",
                        column: x => x.by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_summary_versions_summaries_summary_id",
                        column: x => x.summary_id,
                        principalTable: "summaries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_framework_matrices_made_by",
                table: "framework_matrices",
                column: "made_by");

            migrationBuilder.CreateIndex(
                name: "ix_framework_matrices_study_id_name",
                table: "framework_matrices",
                columns: new[] { "study_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_matrix_columns_code_id",
                table: "matrix_columns",
                column: "code_id");

            migrationBuilder.CreateIndex(
                name: "ix_matrix_columns_matrix_id_code_id",
                table: "matrix_columns",
                columns: new[] { "matrix_id", "code_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_matrix_columns_matrix_id_theme_id",
                table: "matrix_columns",
                columns: new[] { "matrix_id", "theme_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_matrix_columns_theme_id",
                table: "matrix_columns",
                column: "theme_id");

            migrationBuilder.CreateIndex(
                name: "ix_summaries_changed_by",
                table: "summaries",
                column: "changed_by");

            migrationBuilder.CreateIndex(
                name: "ix_summaries_interview_id",
                table: "summaries",
                column: "interview_id");

            migrationBuilder.CreateIndex(
                name: "ix_summaries_participant_id",
                table: "summaries",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_summaries_place",
                table: "summaries",
                columns: new[] { "column_id", "participant_id", "interview_id", "trust_id" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_summaries_study_id",
                table: "summaries",
                column: "study_id");

            migrationBuilder.CreateIndex(
                name: "ix_summaries_trust_id",
                table: "summaries",
                column: "trust_id");

            migrationBuilder.CreateIndex(
                name: "ix_summary_links_passage_id",
                table: "summary_links",
                column: "passage_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_summary_versions_by",
                table: "summary_versions",
                column: "by");

            // What was written about interviews becomes a first version, by nobody in particular.
            migrationBuilder.Sql(
                """
                insert into summaries (id, study_id, interview_id, text, state, number, changed_at)
                    select gen_random_uuid(), study_id, id, left(summary, 20000), 'Draft', 1, now() from interviews where trim(summary) <> '';
                insert into summary_versions (summary_id, number, text, state, at) select id, number, text, state, changed_at from summaries;
                """);

            migrationBuilder.DropColumn(
                name: "summary",
                table: "interviews");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "summary_links");

            migrationBuilder.DropTable(
                name: "summary_versions");

            migrationBuilder.DropTable(
                name: "summaries");

            migrationBuilder.DropTable(
                name: "matrix_columns");

            migrationBuilder.DropTable(
                name: "framework_matrices");

            migrationBuilder.AddColumn<string>(
                name: "summary",
                table: "interviews",
                type: "text",
                nullable: false,
                defaultValue: "");
        }
    }
}
