using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoreStudy.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddRestorations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "restorations",
                columns: table => new
                {
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    archive_id = table.Column<Guid>(type: "uuid", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    restored_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    app = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    manifest_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    with_vault = table.Column<bool>(type: "boolean", nullable: false),
                    entries = table.Column<int>(type: "integer", nullable: false),
                    broken_entries = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_restorations", x => new { x.study_id, x.number });
                    table.CheckConstraint("ck_restorations_hash", "octet_length(manifest_hash) = 32");
                    table.ForeignKey(
                        name: "fk_restorations_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "earlier_audit_entries",
                columns: table => new
                {
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    restoration = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    member_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    subject_kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: true),
                    label = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    detail = table.Column<string>(type: "text", nullable: false),
                    previous_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_earlier_audit_entries", x => new { x.study_id, x.restoration, x.number });
                    table.ForeignKey(
                        name: "fk_earlier_audit_entries_restorations_study_id_restoration",
                        columns: x => new { x.study_id, x.restoration },
                        principalTable: "restorations",
                        principalColumns: new[] { "study_id", "number" },
                        onDelete: ReferentialAction.Restrict);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "earlier_audit_entries");

            migrationBuilder.DropTable(
                name: "restorations");
        }
    }
}
