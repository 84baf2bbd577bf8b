using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CoreStudy.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddAuditTrail : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_entries",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    study_id = table.Column<Guid>(type: "uuid", nullable: true),
                    account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    member_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    subject_kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: true),
                    label = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    detail = table.Column<string>(type: "jsonb", nullable: false),
                    previous_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_entries", x => x.number);
                    table.CheckConstraint("ck_audit_entries_hashes", "octet_length(hash) = 32 and octet_length(previous_hash) = 32");
                });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_account_id_number",
                table: "audit_entries",
                columns: new[] { "account_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_at",
                table: "audit_entries",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_number",
                table: "audit_entries",
                column: "number",
                filter: "kind = 'TrailChecked'");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_study_id_number",
                table: "audit_entries",
                columns: new[] { "study_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_subject_id_number",
                table: "audit_entries",
                columns: new[] { "subject_id", "number" });

            migrationBuilder.Sql(Chain);
            migrationBuilder.Sql(Refuse);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_entries");
            migrationBuilder.Sql("drop function audit_chain(); drop function audit_refuse(); drop function audit_field(text);");
        }

        /// <summary>Chains each entry to the last. AuditChain in the domain says the same in C#; what is hashed may never change.</summary>
        /// <remarks>The lock is held until the transaction ends, so that numbers have no gaps and each entry sees the one before it.</remarks>
        private const string Chain = """
            create function audit_field(value text) returns text language sql immutable parallel safe as
            $$ select coalesce(octet_length(value) || ':' || value, '-') || ';' $$;

            create function audit_chain() returns trigger language plpgsql as $$
            declare
                last record;
            begin
                perform pg_catalog.pg_advisory_xact_lock(4736251);
                select number, at, hash into last from public.audit_entries order by number desc limit 1;
                new.number := coalesce(last.number, 0) + 1;
                new.at := greatest(coalesce(new.at, pg_catalog.clock_timestamp()), last.at);
                new.previous_hash := coalesce(last.hash, pg_catalog.decode(pg_catalog.repeat('00', 32), 'hex'));
                new.hash := pg_catalog.sha256(pg_catalog.convert_to(
                    public.audit_field('corestudy-audit-1')
                    || public.audit_field(new.number::text)
                    || public.audit_field(pg_catalog.to_char(new.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
                    || public.audit_field(new.study_id::text)
                    || public.audit_field(new.account_id::text)
                    || public.audit_field(new.member_id::text)
                    || public.audit_field(new.kind)
                    || public.audit_field(new.subject_kind)
                    || public.audit_field(new.subject_id::text)
                    || public.audit_field(new.label)
                    || public.audit_field(new.detail::text)
                    || public.audit_field(pg_catalog.encode(new.previous_hash, 'hex')), 'UTF8'));
                return new;
            end
            $$;

            create trigger audit_chain before insert on audit_entries for each row execute function audit_chain();
            """;

        private const string Refuse = """
            create function audit_refuse() returns trigger language plpgsql as $$
            begin
                raise exception 'The audit trail is only ever added to.' using errcode = 'insufficient_privilege';
            end
            $$;

            create trigger audit_append_only before update or delete on audit_entries for each row execute function audit_refuse();
            create trigger audit_never_emptied before truncate on audit_entries for each statement execute function audit_refuse();
            """;
    }
}
