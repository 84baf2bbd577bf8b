using CoreStudy.Data.Searching;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Searching;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class TurnWordsMapping : IEntityTypeConfiguration<TurnWords>
{
    public void Configure(EntityTypeBuilder<TurnWords> turn)
    {
        turn.ToTable("turn_words");
        turn.HasKey(t => new { t.TranscriptId, t.TurnNumber });
        turn.HasIndex(t => t.Words).HasMethod("gin");
        turn.HasIndex(t => t.StudyId);
        turn.HasOne<Transcript>().WithMany().HasForeignKey(t => t.TranscriptId);
    }
}

internal sealed class WordCountMapping : IEntityTypeConfiguration<WordCount>
{
    public void Configure(EntityTypeBuilder<WordCount> count)
    {
        count.ToTable("word_counts");
        count.HasKey(c => new { c.TranscriptId, c.SpeakerNumber, c.Word });
        count.HasIndex(c => c.Stem);
        count.HasIndex(c => c.Word).HasMethod("gin").HasOperators("gin_trgm_ops");
        count.HasOne<Transcript>().WithMany().HasForeignKey(c => c.TranscriptId);
    }
}

internal sealed class StopWordsMapping : IEntityTypeConfiguration<StopWords>
{
    public void Configure(EntityTypeBuilder<StopWords> words)
    {
        words.ToTable("stop_words");
        words.HasKey(w => w.StudyId);
        words.Property(w => w.Version).IsRowVersion();
        words.HasOne<Study>().WithOne().HasForeignKey<StopWords>(w => w.StudyId);
    }
}

internal sealed class CodingBatchMapping : IEntityTypeConfiguration<CodingBatch>
{
    public void Configure(EntityTypeBuilder<CodingBatch> batch)
    {
        batch.ToTable("coding_batches");
        batch.Property(b => b.Id).ValueGeneratedNever();
        batch.HasIndex(b => new { b.StudyId, b.MemberId });
        batch.HasOne<Study>().WithMany().HasForeignKey(b => b.StudyId).OnDelete(DeleteBehavior.Restrict);
        batch.HasOne<Member>().WithMany().HasForeignKey(b => b.MemberId).OnDelete(DeleteBehavior.Restrict);
        batch.HasOne<Code>().WithMany().HasForeignKey(b => b.CodeId).OnDelete(DeleteBehavior.Restrict);
        batch.HasMany(b => b.Codings).WithOne().HasForeignKey(c => c.BatchId);
    }
}

internal sealed class BatchedCodingMapping : IEntityTypeConfiguration<BatchedCoding>
{
    public void Configure(EntityTypeBuilder<BatchedCoding> coding)
    {
        coding.ToTable("batched_codings");
        coding.HasKey(c => new { c.BatchId, c.CodingId });
        coding.HasSegment(c => c.Segment);
        coding.HasOne<Transcript>().WithMany().HasForeignKey(c => c.TranscriptId).OnDelete(DeleteBehavior.Restrict);
    }
}
