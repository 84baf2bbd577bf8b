using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoreStudy.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddSettling : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "settlements",
                columns: table => new
                {
                    transcript_id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at_revision = table.Column<long>(type: "bigint", nullable: false),
                    lanes = table.Column<string>(type: "jsonb", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    begun_by = table.Column<Guid>(type: "uuid", nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    signed_off_by = table.Column<Guid>(type: "uuid", nullable: true),
                    signed_off_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    agreed_count = table.Column<int>(type: "integer", nullable: false),
                    difference_count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_settlements", x => x.transcript_id);
                    table.ForeignKey(
                        name: "fk_settlements_members_begun_by",
                        column: x => x.begun_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_settlements_members_signed_off_by",
                        column: x => x.signed_off_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_settlements_rounds_round_id",
                        column: x => x.round_id,
                        principalTable: "rounds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_settlements_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_settlements_transcripts_transcript_id",
                        column: x => x.transcript_id,
                        principalTable: "transcripts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "differences",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    transcript_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    codings = table.Column<string>(type: "jsonb", nullable: false),
                    decision = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    lane = table.Column<int>(type: "integer", nullable: true),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    resolved_by = table.Column<Guid>(type: "uuid", nullable: true),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    talk_revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_differences", x => x.id);
                    table.ForeignKey(
                        name: "fk_differences_members_decided_by",
                        column: x => x.decided_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_differences_members_resolved_by",
                        column: x => x.resolved_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_differences_settlements_transcript_id",
                        column: x => x.transcript_id,
                        principalTable: "settlements",
                        principalColumn: "transcript_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "remarks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    difference_id = table.Column<Guid>(type: "uuid", nullable: false),
                    transcript_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    said_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_remarks", x => x.id);
                    table.ForeignKey(
                        name: "fk_remarks_differences_difference_id",
                        column: x => x.difference_id,
                        principalTable: "differences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_remarks_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_remarks_settlements_transcript_id",
                        column: x => x.transcript_id,
                        principalTable: "settlements",
                        principalColumn: "transcript_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "settled_codings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    transcript_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code_id = table.Column<Guid>(type: "uuid", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    how = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    difference_id = table.Column<Guid>(type: "uuid", nullable: true),
                    from = table.Column<string>(type: "jsonb", nullable: false),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    segment_end = table.Column<int>(type: "integer", nullable: false),
                    segment_start = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_settled_codings", x => x.id);
                    table.CheckConstraint("ck_settled_codings_segment", "segment_start >= 0 and segment_end > segment_start");
                    table.ForeignKey(
                        name: "fk_settled_codings_codes_code_id",
                        column: x => x.code_id,
                        principalTable: "codes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_settled_codings_differences_difference_id",
                        column: x => x.difference_id,
                        principalTable: "differences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_settled_codings_members_decided_by",
                        column: x => x.decided_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_settled_codings_settlements_transcript_id",
                        column: x => x.transcript_id,
                        principalTable: "settlements",
                        principalColumn: "transcript_id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_settled_codings_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "settling_acts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    transcript_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    difference_id = table.Column<Guid>(type: "uuid", nullable: true),
                    before = table.Column<string>(type: "jsonb", nullable: true),
                    after = table.Column<string>(type: "jsonb", nullable: true),
                    added = table.Column<string>(type: "jsonb", nullable: false),
                    removed = table.Column<string>(type: "jsonb", nullable: false),
                    of = table.Column<Guid>(type: "uuid", nullable: true),
                    undone_at = table.Column<long>(type: "bigint", nullable: true),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_settling_acts", x => x.id);
                    table.ForeignKey(
                        name: "fk_settling_acts_differences_difference_id",
                        column: x => x.difference_id,
                        principalTable: "differences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_settling_acts_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_settling_acts_settlements_transcript_id",
                        column: x => x.transcript_id,
                        principalTable: "settlements",
                        principalColumn: "transcript_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_differences_decided_by",
                table: "differences",
                column: "decided_by");

            migrationBuilder.CreateIndex(
                name: "ix_differences_resolved_by",
                table: "differences",
                column: "resolved_by");

            migrationBuilder.CreateIndex(
                name: "ix_differences_transcript_id_number",
                table: "differences",
                columns: new[] { "transcript_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_remarks_difference_id",
                table: "remarks",
                column: "difference_id");

            migrationBuilder.CreateIndex(
                name: "ix_remarks_member_id",
                table: "remarks",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_remarks_transcript_id_revision",
                table: "remarks",
                columns: new[] { "transcript_id", "revision" });

            migrationBuilder.CreateIndex(
                name: "ix_settled_codings_code_id",
                table: "settled_codings",
                column: "code_id");

            migrationBuilder.CreateIndex(
                name: "ix_settled_codings_decided_by",
                table: "settled_codings",
                column: "decided_by");

            migrationBuilder.CreateIndex(
                name: "ix_settled_codings_difference_id",
                table: "settled_codings",
                column: "difference_id");

            migrationBuilder.CreateIndex(
                name: "ix_settled_codings_study_id",
                table: "settled_codings",
                column: "study_id");

            migrationBuilder.CreateIndex(
                name: "ix_settled_codings_transcript_id_revision",
                table: "settled_codings",
                columns: new[] { "transcript_id", "revision" });

            migrationBuilder.CreateIndex(
                name: "ix_settlements_begun_by",
                table: "settlements",
                column: "begun_by");

            migrationBuilder.CreateIndex(
                name: "ix_settlements_round_id",
                table: "settlements",
                column: "round_id");

            migrationBuilder.CreateIndex(
                name: "ix_settlements_signed_off_by",
                table: "settlements",
                column: "signed_off_by");

            migrationBuilder.CreateIndex(
                name: "ix_settlements_study_id",
                table: "settlements",
                column: "study_id");

            migrationBuilder.CreateIndex(
                name: "ix_settling_acts_difference_id",
                table: "settling_acts",
                column: "difference_id");

            migrationBuilder.CreateIndex(
                name: "ix_settling_acts_member_id",
                table: "settling_acts",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_settling_acts_transcript_id_revision",
                table: "settling_acts",
                columns: new[] { "transcript_id", "revision" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "remarks");

            migrationBuilder.DropTable(
                name: "settled_codings");

            migrationBuilder.DropTable(
                name: "settling_acts");

            migrationBuilder.DropTable(
                name: "differences");

            migrationBuilder.DropTable(
                name: "settlements");
        }
    }
}
