using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoreStudy.Data.Migrations
{
    /// <inheritdoc />
    public partial class LinkMemosToThemesAndPassages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_memo_links_codes_code_id",
                table: "memo_links");

            migrationBuilder.DropCheckConstraint(
                name: "ck_memo_links_one",
                table: "memo_links");

            migrationBuilder.AddColumn<Guid>(
                name: "passage_id",
                table: "memo_links",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_memo_links_passage_id",
                table: "memo_links",
                column: "passage_id",
                unique: true,
                filter: "passage_id is not null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_memo_links_one",
                table: "memo_links",
                sql: "num_nonnulls(code_id, theme_id, participant_id, interview_id, passage_id) = 1");

            migrationBuilder.AddForeignKey(
                name: "fk_memo_links_codes_code_id",
                table: "memo_links",
                column: "code_id",
                principalTable: "codes",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            migrationBuilder.AddForeignKey(
                name: "fk_memo_links_kept_passages_passage_id",
                table: "memo_links",
                column: "passage_id",
                principalTable: "kept_passages",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_memo_links_themes_theme_id",
                table: "memo_links",
                column: "theme_id",
                principalTable: "themes",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_memo_links_codes_code_id",
                table: "memo_links");

            migrationBuilder.DropForeignKey(
                name: "fk_memo_links_kept_passages_passage_id",
                table: "memo_links");

            migrationBuilder.DropForeignKey(
                name: "fk_memo_links_themes_theme_id",
                table: "memo_links");

            migrationBuilder.DropIndex(
                name: "ix_memo_links_passage_id",
                table: "memo_links");

            migrationBuilder.DropCheckConstraint(
                name: "ck_memo_links_one",
                table: "memo_links");

            migrationBuilder.DropColumn(
                name: "passage_id",
                table: "memo_links");

            migrationBuilder.AddCheckConstraint(
                name: "ck_memo_links_one",
                table: "memo_links",
                sql: "num_nonnulls(code_id, theme_id, participant_id, interview_id) = 1");

            migrationBuilder.AddForeignKey(
                name: "fk_memo_links_codes_code_id",
                table: "memo_links",
                column: "code_id",
                principalTable: "codes",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }
    }
}
