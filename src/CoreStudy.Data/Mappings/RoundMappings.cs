using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class RoundMapping : IEntityTypeConfiguration<Round>
{
    public void Configure(EntityTypeBuilder<Round> round)
    {
        round.ToTable("rounds");
        round.Property(r => r.Id).ValueGeneratedNever();
        round.Property(r => r.Name).HasMaxLength(80);
        round.Property(r => r.Reason).HasMaxLength(500);
        round.Ignore(r => r.State);
        round.HasIndex(r => new { r.StudyId, r.Number }).IsUnique();
        round.HasIndex(r => r.StudyId).HasFilter("opened_at is null and called_off_at is null").HasDatabaseName("ix_rounds_blind");
        round.HasOne<Study>().WithMany().HasForeignKey(r => r.StudyId).OnDelete(DeleteBehavior.Restrict);
        round.HasOne<FrameworkVersion>().WithMany().HasForeignKey(r => r.VersionId).OnDelete(DeleteBehavior.Restrict);
        round.HasOne<Round>().WithMany().HasForeignKey(r => r.Repeats).OnDelete(DeleteBehavior.Restrict);
        round.HasOne<Member>().WithMany().HasForeignKey(r => r.StartedBy).OnDelete(DeleteBehavior.Restrict);
        round.HasOne<Member>().WithMany().HasForeignKey(r => r.OpenedBy).OnDelete(DeleteBehavior.Restrict);
        round.HasOne<Member>().WithMany().HasForeignKey(r => r.CalledOffBy).OnDelete(DeleteBehavior.Restrict);
        round.HasMany(r => r.Transcripts).WithOne().HasForeignKey(t => t.RoundId).OnDelete(DeleteBehavior.Cascade);
        round.HasMany(r => r.Coders).WithOne().HasForeignKey(c => c.RoundId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RoundTranscriptMapping : IEntityTypeConfiguration<RoundTranscript>
{
    public void Configure(EntityTypeBuilder<RoundTranscript> transcript)
    {
        transcript.ToTable("round_transcripts");
        transcript.HasKey(t => new { t.RoundId, t.TranscriptId });
        transcript.HasIndex(t => t.TranscriptId);
        transcript.HasOne<Transcript>().WithMany().HasForeignKey(t => t.TranscriptId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RoundCoderMapping : IEntityTypeConfiguration<RoundCoder>
{
    public void Configure(EntityTypeBuilder<RoundCoder> coder)
    {
        coder.ToTable("round_coders");
        coder.HasKey(c => new { c.RoundId, c.MemberId });
        coder.HasIndex(c => c.MemberId);
        coder.HasOne<Member>().WithMany().HasForeignKey(c => c.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}
