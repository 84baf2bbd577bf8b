using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoreStudy.Data.Migrations
{
    /// <inheritdoc />
    public partial class KeepOutsideIds : Migration
    {
        // What is deleted for good takes its outside id along. Themes and codes keep theirs: undo brings them back under their own id.
        private const string PutUp = """
            alter table outside_ids enable row level security;
            create policy study_border on outside_ids using ((select study_here()) is null or study_id = (select study_here())) with check (true);
            create function forget_outside_id() returns trigger language plpgsql as $$
            begin
                delete from outside_ids where study_id = old.study_id and ours = old.id;
                return null;
            end $$;
            do $$
            declare
                behind text;
            begin
                foreach behind in array array['findings', 'memos', 'participant_attributes', 'quotes', 'trusts'] loop
                    execute format('create trigger forget_outside_id after delete on %I for each row execute function forget_outside_id()', behind);
                end loop;
            end $$;
            """;

        private const string TakeDown = """
            drop function forget_outside_id() cascade;
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "outside_ids",
                columns: table => new
                {
                    study_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    ours = table.Column<Guid>(type: "uuid", nullable: false),
                    theirs = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outside_ids", x => new { x.study_id, x.kind, x.ours });
                    table.ForeignKey(
                        name: "fk_outside_ids_studies_study_id",
                        column: x => x.study_id,
                        principalTable: "studies",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });
            migrationBuilder.Sql(PutUp);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(TakeDown);
            migrationBuilder.DropTable(
                name: "outside_ids");
        }
    }
}
