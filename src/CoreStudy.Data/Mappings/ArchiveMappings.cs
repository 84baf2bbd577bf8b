using CoreStudy.Domain.Archives;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class RestorationMapping : IEntityTypeConfiguration<Restoration>
{
    public void Configure(EntityTypeBuilder<Restoration> restoration)
    {
        restoration.ToTable("restorations", table => table.HasCheckConstraint("ck_restorations_hash", "octet_length(manifest_hash) = 32"));
        restoration.HasKey(r => new { r.StudyId, r.Number });
        restoration.Property(r => r.Number).ValueGeneratedNever();
        restoration.Property(r => r.App).HasMaxLength(Restoration.LongestApp);
        restoration.HasOne<Study>().WithMany().HasForeignKey(r => r.StudyId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EarlierAuditEntryMapping : IEntityTypeConfiguration<EarlierAuditEntry>
{
    public void Configure(EntityTypeBuilder<EarlierAuditEntry> entry)
    {
        entry.ToTable("earlier_audit_entries");
        entry.HasKey(e => new { e.StudyId, e.Restoration, e.Number });
        entry.Property(e => e.Restoration).ValueGeneratedNever();
        entry.Property(e => e.Number).ValueGeneratedNever();
        entry.Property(e => e.Kind).HasMaxLength(40);
        entry.Property(e => e.SubjectKind).HasMaxLength(40);
        entry.Property(e => e.Label).HasMaxLength(AuditLabel.MostCharacters);
        entry.HasOne<Restoration>().WithMany().HasForeignKey(e => new { e.StudyId, e.Restoration }).OnDelete(DeleteBehavior.Restrict);
    }
}
