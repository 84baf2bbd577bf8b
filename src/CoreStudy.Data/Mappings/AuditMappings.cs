using CoreStudy.Domain.Audits;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace CoreStudy.Data.Mappings;

/// <summary>The audit trail. Number, time and hashes are set by a trigger; other triggers refuse every change (see the migration AddAuditTrail).</summary>
/// <remarks>No foreign keys: an entry outlives what it tells of, and holds nobody up.</remarks>
internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("audit_entries", table => table.HasCheckConstraint("ck_audit_entries_hashes", "octet_length(hash) = 32 and octet_length(previous_hash) = 32"));
        entry.HasKey(e => e.Number);
        entry.Property(e => e.Number).ValueGeneratedOnAdd().Metadata.SetValueGenerationStrategy(NpgsqlValueGenerationStrategy.None);
        entry.Property(e => e.At).ValueGeneratedOnAdd();
        entry.Property(e => e.PreviousHash).ValueGeneratedOnAdd();
        entry.Property(e => e.Hash).ValueGeneratedOnAdd();
        entry.Property(e => e.Label).HasMaxLength(AuditLabel.MostCharacters).HasConversion(label => label.Text, text => AuditLabel.Stored(text));
        entry.Property(e => e.Detail).HasColumnType("jsonb").HasConversion(
            detail => detail.ToJson(),
            json => AuditDetail.Stored(json),
            new ValueComparer<AuditDetail>((a, b) => a!.ToJson() == b!.ToJson(), detail => detail.ToJson().GetHashCode(StringComparison.Ordinal), detail => detail));
        entry.HasIndex(e => new { e.StudyId, e.Number });
        entry.HasIndex(e => new { e.AccountId, e.Number });
        entry.HasIndex(e => new { e.SubjectId, e.Number });
        entry.HasIndex(e => e.At);
        entry.HasIndex(e => e.Number, "ix_audit_entries_checks").HasFilter("kind = 'TrailChecked'");
    }
}
