using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoreStudy.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddDisclosureControl : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "disclosure_settings",
                columns: table => new
                {
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    smallest_cell = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_disclosure_settings", x => x.study_id);
                    table.CheckConstraint("ck_disclosure_settings_smallest_cell", "smallest_cell between 3 and 50");
                    table.ForeignKey(
                        name: "fk_disclosure_settings_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "export_overrides",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    export = table.Column<string>(type: "character varying(160)", maxLength: 160, nullable: false),
                    fingerprint = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    stopped_for = table.Column<Guid>(type: "uuid", nullable: false),
                    stopped_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    places = table.Column<string>(type: "jsonb", nullable: false),
                    blocks = table.Column<int>(type: "integer", nullable: false),
                    warns = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    agreed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    agreed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    seconded_by = table.Column<Guid>(type: "uuid", nullable: true),
                    seconded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_export_overrides", x => x.id);
                    table.CheckConstraint("ck_export_overrides_two_admins", "seconded_by is null or seconded_by <> agreed_by");
                    table.ForeignKey(
                        name: "fk_export_overrides_members_agreed_by",
                        column: x => x.agreed_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_export_overrides_members_seconded_by",
                        column: x => x.seconded_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_export_overrides_members_stopped_for",
                        column: x => x.stopped_for,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_export_overrides_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "released_columns",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    export = table.Column<string>(type: "character varying(160)", maxLength: 160, nullable: false),
                    columns = table.Column<List<string>>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_released_columns", x => x.id);
                    table.ForeignKey(
                        name: "fk_released_columns_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_released_columns_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "workforce_counts",
                columns: table => new
                {
                    trust_id = table.Column<Guid>(type: "uuid", nullable: false),
                    participant_role = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workforce_counts", x => new { x.trust_id, x.participant_role });
                    table.CheckConstraint("ck_workforce_counts_count", "count between 0 and 9999");
                    table.ForeignKey(
                        name: "fk_workforce_counts_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_workforce_counts_trusts_trust_id",
                        column: x => x.trust_id,
                        principalTable: "trusts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_export_overrides_agreed_by",
                table: "export_overrides",
                column: "agreed_by");

            migrationBuilder.CreateIndex(
                name: "ix_export_overrides_seconded_by",
                table: "export_overrides",
                column: "seconded_by");

            migrationBuilder.CreateIndex(
                name: "ix_export_overrides_stopped_for",
                table: "export_overrides",
                column: "stopped_for");

            migrationBuilder.CreateIndex(
                name: "ix_export_overrides_study_id_fingerprint",
                table: "export_overrides",
                columns: new[] { "study_id", "fingerprint" });

            migrationBuilder.CreateIndex(
                name: "ix_released_columns_member_id",
                table: "released_columns",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_released_columns_study_id",
                table: "released_columns",
                column: "study_id");

            migrationBuilder.CreateIndex(
                name: "ix_workforce_counts_study_id",
                table: "workforce_counts",
                column: "study_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "disclosure_settings");

            migrationBuilder.DropTable(
                name: "export_overrides");

            migrationBuilder.DropTable(
                name: "released_columns");

            migrationBuilder.DropTable(
                name: "workforce_counts");
        }
    }
}
