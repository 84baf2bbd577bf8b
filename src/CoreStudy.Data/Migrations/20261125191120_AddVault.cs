using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoreStudy.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddVault : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Not in the model: the app's context has no right to it. See CoreStudy.Vault.
            migrationBuilder.Sql("""
                create schema vault;
                create table vault.papers (
                    kind text not null,
                    study_id uuid not null,
                    subject_id uuid not null,
                    number integer not null default 0,
                    owner text not null,
                    sealed bytea not null,
                    version bigint not null default 1,
                    changed_at timestamptz not null,
                    primary key (kind, subject_id, number));
                create index ix_papers_study on vault.papers (study_id, kind);
                create index ix_papers_owner on vault.papers (owner);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("drop schema vault cascade");
    }
}
