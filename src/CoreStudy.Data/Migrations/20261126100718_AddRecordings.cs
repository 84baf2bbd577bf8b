using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoreStudy.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddRecordings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "recording_uploads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    interview_id = table.Column<Guid>(type: "uuid", nullable: false),
                    trust_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    head = table.Column<byte[]>(type: "bytea", nullable: false),
                    tail = table.Column<byte[]>(type: "bytea", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recording_uploads", x => x.id);
                    table.CheckConstraint("ck_recording_uploads_file", "bytes > 0 and octet_length(head) = 32 and octet_length(tail) = 32");
                    table.ForeignKey(
                        name: "fk_recording_uploads_interviews_interview_id",
                        column: x => x.interview_id,
                        principalTable: "interviews",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_recording_uploads_members_by",
                        column: x => x.by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_recording_uploads_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_recording_uploads_trusts_trust_id",
                        column: x => x.trust_id,
                        principalTable: "trusts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "recordings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    interview_id = table.Column<Guid>(type: "uuid", nullable: false),
                    trust_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    duration_ms = table.Column<long>(type: "bigint", nullable: true),
                    brought_in_by = table.Column<Guid>(type: "uuid", nullable: false),
                    brought_in_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    destroyed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    destroyed_for = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    codec = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    container = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    content_type = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recordings", x => x.id);
                    table.CheckConstraint("ck_recordings_bytes", "bytes > 0 and (duration_ms is null or duration_ms >= 0)");
                    table.CheckConstraint("ck_recordings_destroyed", "(destroyed_at is null) = (destroyed_for is null)");
                    table.ForeignKey(
                        name: "fk_recordings_interviews_interview_id",
                        column: x => x.interview_id,
                        principalTable: "interviews",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_recordings_members_brought_in_by",
                        column: x => x.brought_in_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_recordings_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_recordings_trusts_trust_id",
                        column: x => x.trust_id,
                        principalTable: "trusts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "recording_hearers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    recording_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    may = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_by = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recording_hearers", x => x.id);
                    table.CheckConstraint("ck_recording_hearers_ended", "(ended_at is null) = (ended_by is null)");
                    table.ForeignKey(
                        name: "fk_recording_hearers_members_by",
                        column: x => x.by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_recording_hearers_members_ended_by",
                        column: x => x.ended_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_recording_hearers_members_member_id",
                        column: x => x.member_id,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_recording_hearers_recordings_recording_id",
                        column: x => x.recording_id,
                        principalTable: "recordings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_recording_hearers_by",
                table: "recording_hearers",
                column: "by");

            migrationBuilder.CreateIndex(
                name: "ix_recording_hearers_ended_by",
                table: "recording_hearers",
                column: "ended_by");

            migrationBuilder.CreateIndex(
                name: "ix_recording_hearers_member_id",
                table: "recording_hearers",
                column: "member_id");

            migrationBuilder.CreateIndex(
                name: "ix_recording_hearers_recording_id_member_id",
                table: "recording_hearers",
                columns: new[] { "recording_id", "member_id" },
                unique: true,
                filter: "ended_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_recording_uploads_by",
                table: "recording_uploads",
                column: "by");

            migrationBuilder.CreateIndex(
                name: "ix_recording_uploads_expires_at",
                table: "recording_uploads",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_recording_uploads_interview_id",
                table: "recording_uploads",
                column: "interview_id");

            migrationBuilder.CreateIndex(
                name: "ix_recording_uploads_study_id_interview_id",
                table: "recording_uploads",
                columns: new[] { "study_id", "interview_id" });

            migrationBuilder.CreateIndex(
                name: "ix_recording_uploads_trust_id",
                table: "recording_uploads",
                column: "trust_id");

            migrationBuilder.CreateIndex(
                name: "ix_recordings_brought_in_by",
                table: "recordings",
                column: "brought_in_by");

            migrationBuilder.CreateIndex(
                name: "ix_recordings_interview_id",
                table: "recordings",
                column: "interview_id");

            migrationBuilder.CreateIndex(
                name: "ix_recordings_study_id_interview_id",
                table: "recordings",
                columns: new[] { "study_id", "interview_id" });

            migrationBuilder.CreateIndex(
                name: "ix_recordings_trust_id",
                table: "recordings",
                column: "trust_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "recording_hearers");

            migrationBuilder.DropTable(
                name: "recording_uploads");

            migrationBuilder.DropTable(
                name: "recordings");
        }
    }
}
