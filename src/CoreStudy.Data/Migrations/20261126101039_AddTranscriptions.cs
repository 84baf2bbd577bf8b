using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoreStudy.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddTranscriptions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "transcriptions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    interview_id = table.Column<Guid>(type: "uuid", nullable: false),
                    recording_id = table.Column<Guid>(type: "uuid", nullable: false),
                    typist = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    last_save = table.Column<Guid>(type: "uuid", nullable: false),
                    changed_by = table.Column<Guid>(type: "uuid", nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    turn_count = table.Column<int>(type: "integer", nullable: false),
                    word_count = table.Column<int>(type: "integer", nullable: false),
                    unheard_count = table.Column<int>(type: "integer", nullable: false),
                    left_at_ms = table.Column<long>(type: "bigint", nullable: false),
                    left_turn = table.Column<int>(type: "integer", nullable: true),
                    checked_by = table.Column<Guid>(type: "uuid", nullable: true),
                    checked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    sent_by = table.Column<Guid>(type: "uuid", nullable: true),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    transcript_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_transcriptions", x => x.id);
                    table.CheckConstraint("ck_transcriptions_checked", "(checked_at is null) = (checked_by is null) and (state = 'Typing') = (checked_at is null)");
                    table.CheckConstraint("ck_transcriptions_counts", "turn_count >= 0 and word_count >= 0 and unheard_count between 0 and turn_count and left_at_ms >= 0");
                    table.CheckConstraint("ck_transcriptions_sent", "(state = 'Sent') = (sent_at is not null) and (sent_at is null) = (sent_by is null)");
                    table.ForeignKey(
                        name: "fk_transcriptions_interviews_interview_id",
                        column: x => x.interview_id,
                        principalTable: "interviews",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_transcriptions_members_changed_by",
                        column: x => x.changed_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_transcriptions_members_checked_by",
                        column: x => x.checked_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_transcriptions_members_sent_by",
                        column: x => x.sent_by,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_transcriptions_members_typist",
                        column: x => x.typist,
                        principalTable: "members",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_transcriptions_recordings_recording_id",
                        column: x => x.recording_id,
                        principalTable: "recordings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_transcriptions_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_transcriptions_transcripts_transcript_id",
                        column: x => x.transcript_id,
                        principalTable: "transcripts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_transcriptions_changed_by",
                table: "transcriptions",
                column: "changed_by");

            migrationBuilder.CreateIndex(
                name: "ix_transcriptions_checked_by",
                table: "transcriptions",
                column: "checked_by");

            migrationBuilder.CreateIndex(
                name: "ix_transcriptions_interview_id",
                table: "transcriptions",
                column: "interview_id");

            migrationBuilder.CreateIndex(
                name: "ix_transcriptions_recording_id",
                table: "transcriptions",
                column: "recording_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_transcriptions_sent_by",
                table: "transcriptions",
                column: "sent_by");

            migrationBuilder.CreateIndex(
                name: "ix_transcriptions_study_id_interview_id",
                table: "transcriptions",
                columns: new[] { "study_id", "interview_id" });

            migrationBuilder.CreateIndex(
                name: "ix_transcriptions_transcript_id",
                table: "transcriptions",
                column: "transcript_id");

            migrationBuilder.CreateIndex(
                name: "ix_transcriptions_typist",
                table: "transcriptions",
                column: "typist");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "transcriptions");
        }
    }
}
