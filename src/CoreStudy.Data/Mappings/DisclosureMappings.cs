using CoreStudy.Domain.Disclosures;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class DisclosureSettingsMapping : IEntityTypeConfiguration<DisclosureSettings>
{
    public void Configure(EntityTypeBuilder<DisclosureSettings> settings)
    {
        settings.ToTable("disclosure_settings", t => t.HasCheckConstraint("ck_disclosure_settings_smallest_cell", "smallest_cell between 3 and 50"));
        settings.HasKey(s => s.StudyId);
        settings.HasOne<Study>().WithMany().HasForeignKey(s => s.StudyId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class WorkforceCountMapping : IEntityTypeConfiguration<WorkforceCount>
{
    public void Configure(EntityTypeBuilder<WorkforceCount> workforce)
    {
        workforce.ToTable("workforce_counts", t => t.HasCheckConstraint("ck_workforce_counts_count", "count between 0 and 9999"));
        workforce.HasKey(w => new { w.TrustId, w.ParticipantRole });
        workforce.Property(w => w.ParticipantRole).HasMaxLength(60);
        workforce.HasOne<Study>().WithMany().HasForeignKey(w => w.StudyId).OnDelete(DeleteBehavior.Restrict);
        workforce.HasOne<Trust>().WithMany().HasForeignKey(w => w.TrustId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ReleasedColumnsMapping : IEntityTypeConfiguration<ReleasedColumns>
{
    public void Configure(EntityTypeBuilder<ReleasedColumns> released)
    {
        released.ToTable("released_columns");
        released.Property(r => r.Id).ValueGeneratedNever();
        released.Property(r => r.Export).HasMaxLength(160);
        released.HasIndex(r => r.StudyId);
        released.HasOne<Study>().WithMany().HasForeignKey(r => r.StudyId).OnDelete(DeleteBehavior.Restrict);
        released.HasOne<Member>().WithMany().HasForeignKey(r => r.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class StoppedExportMapping : IEntityTypeConfiguration<StoppedExport>
{
    public void Configure(EntityTypeBuilder<StoppedExport> stopped)
    {
        stopped.ToTable("export_overrides", t => t.HasCheckConstraint("ck_export_overrides_two_admins", "seconded_by is null or seconded_by <> agreed_by"));
        stopped.Property(s => s.Id).ValueGeneratedNever();
        stopped.Property(s => s.Export).HasMaxLength(160);
        stopped.Property(s => s.Fingerprint).HasMaxLength(64);
        stopped.Property(s => s.Reason).HasMaxLength(1000);
        stopped.Property(s => s.Places).HasJson(places => places, stored => stored);
        stopped.Property<uint>("Version").IsRowVersion();
        stopped.HasIndex(s => new { s.StudyId, s.Fingerprint });
        stopped.HasOne<Study>().WithMany().HasForeignKey(s => s.StudyId).OnDelete(DeleteBehavior.Restrict);
        stopped.HasOne<Member>().WithMany().HasForeignKey(s => s.StoppedFor).OnDelete(DeleteBehavior.Restrict);
        stopped.HasOne<Member>().WithMany().HasForeignKey(s => s.AgreedBy).OnDelete(DeleteBehavior.Restrict);
        stopped.HasOne<Member>().WithMany().HasForeignKey(s => s.SecondedBy).OnDelete(DeleteBehavior.Restrict);
    }
}
