using CoreStudy.Data.Passages;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Passages;
using CoreStudy.Domain.Settling;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class CodedPassageMapping : IEntityTypeConfiguration<CodedPassage>
{
    public void Configure(EntityTypeBuilder<CodedPassage> passage)
    {
        passage.ToTable("coded_passages");
        passage.Property(p => p.Id).ValueGeneratedNever();
        passage.HasSegment(p => p.Segment);
        passage.HasIndex(p => new { p.StudyId, p.CodeId, p.TranscriptId });
        passage.HasIndex(p => new { p.TranscriptId, p.FirstTurn });
        passage.HasOne<Transcript>().WithMany().HasForeignKey(p => p.TranscriptId);
    }
}

internal sealed class PassageMarkMapping : IEntityTypeConfiguration<PassageMark>
{
    public void Configure(EntityTypeBuilder<PassageMark> mark)
    {
        mark.ToTable("passage_marks");
        mark.HasKey(m => m.TranscriptId);
        mark.HasOne<Transcript>().WithOne().HasForeignKey<PassageMark>(m => m.TranscriptId);
    }
}

internal sealed class KeptPassageMapping : IEntityTypeConfiguration<KeptPassage>
{
    public void Configure(EntityTypeBuilder<KeptPassage> passage)
    {
        passage.ToTable("kept_passages");
        passage.Property(p => p.Id).ValueGeneratedNever();
        passage.HasSegment(p => p.Segment);
        passage.HasIndex(p => p.TranscriptId);
        passage.HasIndex(p => p.CodingId);
        passage.HasIndex(p => p.SettledCodingId);
        passage.HasOne<Study>().WithMany().HasForeignKey(p => p.StudyId).OnDelete(DeleteBehavior.Restrict);
        passage.HasOne<Transcript>().WithMany().HasForeignKey(p => p.TranscriptId).OnDelete(DeleteBehavior.Restrict);
        passage.HasOne<Coding>().WithMany().HasForeignKey(p => p.CodingId).OnDelete(DeleteBehavior.Restrict);
        passage.HasOne<SettledCoding>().WithMany().HasForeignKey(p => p.SettledCodingId).OnDelete(DeleteBehavior.Restrict);
        passage.HasOne<Code>().WithMany().HasForeignKey(p => p.CodeId).OnDelete(DeleteBehavior.Restrict);
        passage.HasOne<Member>().WithMany().HasForeignKey(p => p.KeptBy).OnDelete(DeleteBehavior.Restrict);
    }
}
