using CoreStudy.Domain.Members;
using CoreStudy.Domain.Participants;
using CoreStudy.Domain.Retention;
using CoreStudy.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class ConsentMapping : IEntityTypeConfiguration<Consent>
{
    public void Configure(EntityTypeBuilder<Consent> consent)
    {
        consent.ToTable("consents");
        consent.Property(c => c.Id).ValueGeneratedNever();
        consent.Property(c => c.Form).HasMaxLength(Consent.LongestForm);
        consent.Property(c => c.Agreed).HasConversion(
            scopes => scopes.Select(s => s.ToString()).ToArray(),
            names => names.Select(Enum.Parse<ConsentScope>).ToList(),
            new ValueComparer<List<ConsentScope>>((a, b) => a!.SequenceEqual(b!), scopes => scopes.Count, scopes => scopes.ToList()));
        consent.HasIndex(c => new { c.StudyId, c.ParticipantId, c.RecordedAt });
        consent.HasOne<Study>().WithMany().HasForeignKey(c => c.StudyId).OnDelete(DeleteBehavior.Restrict);
        consent.HasOne<Participant>().WithMany().HasForeignKey(c => c.ParticipantId).OnDelete(DeleteBehavior.Restrict);
        consent.HasOne<Member>().WithMany().HasForeignKey(c => c.RecordedBy).OnDelete(DeleteBehavior.Restrict);
        consent.HasOne<Withdrawal>().WithMany().HasForeignKey(c => c.WithdrawalId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class WithdrawalMapping : IEntityTypeConfiguration<Withdrawal>
{
    public void Configure(EntityTypeBuilder<Withdrawal> withdrawal)
    {
        withdrawal.ToTable("withdrawals");
        withdrawal.Property(w => w.Id).ValueGeneratedNever();
        withdrawal.Ignore(w => w.IsUnfinished);
        withdrawal.Property(w => w.Counts).HasJson(c => c, c => c);
        withdrawal.HasIndex(w => new { w.StudyId, w.ParticipantId });
        withdrawal.HasOne<Study>().WithMany().HasForeignKey(w => w.StudyId).OnDelete(DeleteBehavior.Restrict);
        withdrawal.HasOne<Participant>().WithMany().HasForeignKey(w => w.ParticipantId).OnDelete(DeleteBehavior.Restrict);
        withdrawal.HasOne<Member>().WithMany().HasForeignKey(w => w.By).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RetentionRuleMapping : IEntityTypeConfiguration<RetentionRule>
{
    public void Configure(EntityTypeBuilder<RetentionRule> rule)
    {
        rule.ToTable("retention_rules");
        rule.HasKey(r => new { r.StudyId, r.Kind });
        rule.HasOne<Study>().WithMany().HasForeignKey(r => r.StudyId).OnDelete(DeleteBehavior.Restrict);
        rule.HasOne<Member>().WithMany().HasForeignKey(r => r.SetBy).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DestructionMapping : IEntityTypeConfiguration<Destruction>
{
    public void Configure(EntityTypeBuilder<Destruction> destruction)
    {
        destruction.ToTable("destructions", t => t.HasCheckConstraint("ck_destructions_destroyed", "destroyed between 0 and total"));
        destruction.Property(d => d.Id).ValueGeneratedNever();
        destruction.Ignore(d => d.IsRunning);
        destruction.HasIndex(d => new { d.StudyId, d.Kind }).IsUnique().HasFilter("finished_at is null and stopped_at is null").HasDatabaseName("ix_destructions_running");
        destruction.HasOne<Study>().WithMany().HasForeignKey(d => d.StudyId).OnDelete(DeleteBehavior.Restrict);
        destruction.HasOne<Member>().WithMany().HasForeignKey(d => d.By).OnDelete(DeleteBehavior.Restrict);
    }
}
