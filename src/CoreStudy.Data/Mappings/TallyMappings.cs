using CoreStudy.Data.Tallies;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class TranscriptTallyMapping : IEntityTypeConfiguration<TranscriptTally>
{
    public void Configure(EntityTypeBuilder<TranscriptTally> tally)
    {
        tally.ToTable("transcript_tallies");
        tally.HasKey(t => new { t.TranscriptId, t.MemberId });
        tally.HasIndex(t => t.StudyId);
        tally.HasOne<Transcript>().WithMany().HasForeignKey(t => t.TranscriptId);
        tally.HasOne<Member>().WithMany().HasForeignKey(t => t.MemberId);
    }
}

internal sealed class CodeTallyMapping : IEntityTypeConfiguration<CodeTally>
{
    public void Configure(EntityTypeBuilder<CodeTally> tally)
    {
        tally.ToTable("code_tallies");
        tally.HasKey(t => new { t.CodeId, t.TrustId, t.MemberId });
        tally.HasIndex(t => t.StudyId);
        tally.HasOne<Code>().WithMany().HasForeignKey(t => t.CodeId);
        tally.HasOne<Trust>().WithMany().HasForeignKey(t => t.TrustId);
        tally.HasOne<Member>().WithMany().HasForeignKey(t => t.MemberId);
    }
}

internal sealed class TallyMarkMapping : IEntityTypeConfiguration<TallyMark>
{
    public void Configure(EntityTypeBuilder<TallyMark> mark)
    {
        mark.ToTable("tally_marks");
        mark.HasKey(m => m.TranscriptId);
        mark.HasOne<Transcript>().WithOne().HasForeignKey<TallyMark>(m => m.TranscriptId);
    }
}
