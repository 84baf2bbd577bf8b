using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoreStudy.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddPlacesDoneAt : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "done_at",
                table: "memos",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "done_at",
                table: "coding_acts",
                type: "jsonb",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_coding_acts_late",
                table: "coding_acts",
                column: "transcript_id",
                filter: "done_at is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_coding_acts_late",
                table: "coding_acts");

            migrationBuilder.DropColumn(
                name: "done_at",
                table: "memos");

            migrationBuilder.DropColumn(
                name: "done_at",
                table: "coding_acts");
        }
    }
}
