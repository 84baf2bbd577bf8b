using CoreStudy.Domain.Assignments;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class AssignmentMapping : IEntityTypeConfiguration<Assignment>
{
    public void Configure(EntityTypeBuilder<Assignment> assignment)
    {
        assignment.ToTable("assignments");
        assignment.Property(a => a.Id).ValueGeneratedNever();
        assignment.Property(a => a.Version).IsRowVersion();
        assignment.Ignore(a => a.IsHandedIn);
        assignment.HasIndex(a => new { a.TranscriptId, a.MemberId }).IsUnique().HasFilter("state <> 'Withdrawn' and not is_second_reading");
        assignment.HasIndex(a => new { a.RoundId, a.TranscriptId, a.MemberId }).IsUnique().HasFilter("state <> 'Withdrawn' and is_second_reading").HasDatabaseName("ix_assignments_second_readings");
        assignment.HasIndex(a => a.RoundId).HasFilter("round_id is not null");
        assignment.HasIndex(a => new { a.StudyId, a.MemberId });
        assignment.HasOne<Study>().WithMany().HasForeignKey(a => a.StudyId).OnDelete(DeleteBehavior.Restrict);
        assignment.HasOne<Transcript>().WithMany().HasForeignKey(a => a.TranscriptId).OnDelete(DeleteBehavior.Restrict);
        assignment.HasOne<Member>().WithMany().HasForeignKey(a => a.MemberId).OnDelete(DeleteBehavior.Restrict);
        assignment.HasOne<Round>().WithMany().HasForeignKey(a => a.RoundId).OnDelete(DeleteBehavior.Restrict);
        assignment.HasMany(a => a.Events).WithOne().HasForeignKey(e => e.AssignmentId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class AssignmentEventMapping : IEntityTypeConfiguration<AssignmentEvent>
{
    public void Configure(EntityTypeBuilder<AssignmentEvent> happened)
    {
        happened.ToTable("assignment_events");
        happened.HasKey(e => new { e.AssignmentId, e.Number });
        happened.Property(e => e.Remark).HasMaxLength(1000);
        happened.HasOne<Member>().WithMany().HasForeignKey(e => e.By).OnDelete(DeleteBehavior.Restrict);
    }
}
