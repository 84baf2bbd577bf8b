using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoreStudy.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddApproachAndOutsideCoders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "approach",
                table: "studies",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "Codebook");

            migrationBuilder.AddColumn<bool>(
                name: "is_outside",
                table: "members",
                type: "boolean",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "approach",
                table: "studies");

            migrationBuilder.DropColumn(
                name: "is_outside",
                table: "members");
        }
    }
}
