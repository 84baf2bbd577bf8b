using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoreStudy.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddRounds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_assignments_transcript_id_member_id",
                table: "assignments");

            migrationBuilder.AddColumn<Guid>(
                name: "round_id",
                table: "codings",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_second_reading",
                table: "assignments",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "round_id",
                table: "assignments",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "rounds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    share = table.Column<int>(type: "integer", nullable: true),
                    seed = table.Column<int>(type: "integer", nullable: true),
                    repeats = table.Column<Guid>(type: "uuid", nullable: true),
                    is_second_reading = table.Column<bool>(type: "boolean", nullable: false),
                    started_by = table.Column<Guid>(type: "uuid", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    opened_by = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    called_off_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    called_off_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rounds", x => x.id);
                    table.ForeignKey(
                        name: "fk_rounds_framework_versions_version_id",
                        column: x => x.version_id,
                        principalTable: "framework_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_rounds_members_called_off_by",
                        column: x => x.called_off_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_rounds_members_opened_by",
                        column: x => x.opened_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_rounds_members_started_by",
                        column: x => x.started_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_rounds_rounds_repeats",
                        column: x => x.repeats,
                        principalTable: "rounds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_rounds_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "round_coders",
                columns: table => new
                {
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_round_coders", x => new { x.round_id, x.member_id });
                    table.ForeignKey(
                        name: "fk_round_coders_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_round_coders_rounds_round_id",
                        column: x => x.round_id,
                        principalTable: "rounds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "round_transcripts",
                columns: table => new
                {
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    transcript_id = table.Column<Guid>(type: "uuid", nullable: false),
                    opened_at_revision = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_round_transcripts", x => new { x.round_id, x.transcript_id });
                    table.ForeignKey(
                        name: "fk_round_transcripts_rounds_round_id",
                        column: x => x.round_id,
                        principalTable: "rounds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_round_transcripts_transcripts_transcript_id",
                        column: x => x.transcript_id,
                        principalTable: "transcripts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_codings_round_id",
                table: "codings",
                column: "round_id",
                filter: "round_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_assignments_round_id",
                table: "assignments",
                column: "round_id",
                filter: "round_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_assignments_second_readings",
                table: "assignments",
                columns: new[] { "round_id", "transcript_id", "member_id" },
                unique: true,
                filter: "state <> 'Withdrawn' and is_second_reading");

            migrationBuilder.CreateIndex(
                name: "ix_assignments_transcript_id_member_id",
                table: "assignments",
                columns: new[] { "transcript_id", "member_id" },
                unique: true,
                filter: "state <> 'Withdrawn' and not is_second_reading");

            migrationBuilder.CreateIndex(
                name: "ix_round_coders_member_id",
                table: "round_coders",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_round_transcripts_transcript_id",
                table: "round_transcripts",
                column: "transcript_id");

            migrationBuilder.CreateIndex(
                name: "ix_rounds_blind",
                table: "rounds",
                column: "study_id",
                filter: "opened_at is null and called_off_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_rounds_called_off_by",
                table: "rounds",
                column: "called_off_by");

            migrationBuilder.CreateIndex(
                name: "ix_rounds_opened_by",
                table: "rounds",
                column: "opened_by");

            migrationBuilder.CreateIndex(
                name: "ix_rounds_repeats",
                table: "rounds",
                column: "repeats");

            migrationBuilder.CreateIndex(
                name: "ix_rounds_started_by",
                table: "rounds",
                column: "started_by");

            migrationBuilder.CreateIndex(
                name: "ix_rounds_study_id_number",
                table: "rounds",
                columns: new[] { "study_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_rounds_version_id",
                table: "rounds",
                column: "version_id");

            migrationBuilder.AddForeignKey(
                name: "fk_assignments_rounds_round_id",
                table: "assignments",
                column: "round_id",
                principalTable: "rounds",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_codings_rounds_round_id",
                table: "codings",
                column: "round_id",
                principalTable: "rounds",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_assignments_rounds_round_id",
                table: "assignments");

            migrationBuilder.DropForeignKey(
                name: "fk_codings_rounds_round_id",
                table: "codings");

            migrationBuilder.DropTable(
                name: "round_coders");

            migrationBuilder.DropTable(
                name: "round_transcripts");

            migrationBuilder.DropTable(
                name: "rounds");

            migrationBuilder.DropIndex(
                name: "ix_codings_round_id",
                table: "codings");

            migrationBuilder.DropIndex(
                name: "ix_assignments_round_id",
                table: "assignments");

            migrationBuilder.DropIndex(
                name: "ix_assignments_second_readings",
                table: "assignments");

            migrationBuilder.DropIndex(
                name: "ix_assignments_transcript_id_member_id",
                table: "assignments");

            migrationBuilder.DropColumn(
                name: "round_id",
                table: "codings");

            migrationBuilder.DropColumn(
                name: "is_second_reading",
                table: "assignments");

            migrationBuilder.DropColumn(
                name: "round_id",
                table: "assignments");

            migrationBuilder.CreateIndex(
                name: "ix_assignments_transcript_id_member_id",
                table: "assignments",
                columns: new[] { "transcript_id", "member_id" },
                unique: true,
                filter: "state <> 'Withdrawn'");
        }
    }
}
