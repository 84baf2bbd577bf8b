using System.Text.Json;
using CoreStudy.Data.Codings;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CoreStudy.Data.Mappings;

internal sealed class CodeMapping : IEntityTypeConfiguration<Code>
{
    public void Configure(EntityTypeBuilder<Code> code)
    {
        code.ToTable("codes");
        code.Property(c => c.Id).ValueGeneratedNever();
        code.Property(c => c.Name).HasMaxLength(120);
        code.Property(c => c.Colour).HasMaxLength(7);
        code.Property(c => c.Shortcut).HasMaxLength(8);
        code.Property(c => c.Version).IsRowVersion();
        code.Ignore(c => c.IsRetired);
        code.Ignore(c => c.Words);
        code.Ignore(c => c.Snapshot);
        code.HasIndex(c => new { c.StudyId, c.ParentId, c.Name }).IsUnique().AreNullsDistinct(false);
        code.HasOne<Study>().WithMany().HasForeignKey(c => c.StudyId).OnDelete(DeleteBehavior.Restrict);
        code.HasOne<Code>().WithMany().HasForeignKey(c => c.ParentId).OnDelete(DeleteBehavior.Restrict);
        code.HasOne<Code>().WithMany().HasForeignKey(c => c.MergedInto).OnDelete(DeleteBehavior.Restrict);
        code.HasOne<Member>().WithMany().HasForeignKey(c => c.ProposedBy).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CodePinMapping : IEntityTypeConfiguration<CodePin>
{
    public void Configure(EntityTypeBuilder<CodePin> pin)
    {
        pin.ToTable("code_pins", t => t.HasCheckConstraint("ck_code_pins_digit", "digit between 1 and 9"));
        pin.HasKey(p => new { p.MemberId, p.Digit });
        pin.HasOne<Member>().WithMany().HasForeignKey(p => p.MemberId);
        pin.HasOne<Code>().WithMany().HasForeignKey(p => p.CodeId);
    }
}

internal sealed class CodingMapping : IEntityTypeConfiguration<Coding>
{
    public void Configure(EntityTypeBuilder<Coding> coding)
    {
        coding.ToTable("codings");
        coding.Property(c => c.Id).ValueGeneratedNever();
        coding.Property(c => c.Question).HasMaxLength(Coding.LongestQuestion);
        coding.Ignore(c => c.State);
        coding.HasSegment(c => c.Segment);
        coding.HasSpan();
        coding.HasIndex(c => new { c.TranscriptId, c.Revision });
        coding.HasIndex(c => c.CodeId);
        coding.HasIndex(c => c.RoundId).HasFilter("round_id is not null");
        coding.HasIndex(c => c.ChangedAt).HasFilter("is_unsure and removed_at is null").HasDatabaseName("ix_codings_questions");
        coding.HasIndex(nameof(Coding.TranscriptId), Segments.Span).HasMethod("gist");
        coding.HasOne<Study>().WithMany().HasForeignKey(c => c.StudyId).OnDelete(DeleteBehavior.Restrict);
        coding.HasOne<Transcript>().WithMany().HasForeignKey(c => c.TranscriptId).OnDelete(DeleteBehavior.Restrict);
        coding.HasOne<Code>().WithMany().HasForeignKey(c => c.CodeId).OnDelete(DeleteBehavior.Restrict);
        coding.HasOne<Round>().WithMany().HasForeignKey(c => c.RoundId).OnDelete(DeleteBehavior.Restrict);
        coding.HasOne<Member>().WithMany().HasForeignKey(c => c.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CodingImportMapping : IEntityTypeConfiguration<CodingImport>
{
    public void Configure(EntityTypeBuilder<CodingImport> import)
    {
        import.ToTable("coding_imports");
        import.Property(i => i.Id).ValueGeneratedNever();
        import.Property(i => i.Program).HasMaxLength(40);
        import.HasIndex(i => i.StudyId);
        import.HasOne<Study>().WithMany().HasForeignKey(i => i.StudyId).OnDelete(DeleteBehavior.Restrict);
        import.HasOne<Member>().WithMany().HasForeignKey(i => i.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ImportedCodingMapping : IEntityTypeConfiguration<ImportedCoding>
{
    public void Configure(EntityTypeBuilder<ImportedCoding> coding)
    {
        coding.ToTable("imported_codings");
        coding.HasKey(c => c.CodingId);
        coding.HasIndex(c => c.ImportId);
        coding.HasOne<CodingImport>().WithMany().HasForeignKey(c => c.ImportId);
        coding.HasOne<Coding>().WithOne().HasForeignKey<ImportedCoding>(c => c.CodingId);
    }
}

internal sealed class CodingActMapping : IEntityTypeConfiguration<CodingAct>
{
    public void Configure(EntityTypeBuilder<CodingAct> act)
    {
        act.ToTable("coding_acts");
        act.Property(a => a.Id).ValueGeneratedNever();
        act.Property(a => a.Before).HasConversion(new StateConverter()).HasColumnType("jsonb");
        act.Property(a => a.After).HasConversion(new StateConverter()).HasColumnType("jsonb");
        act.Property(a => a.DoneAt).HasEarlierPlace();
        act.Ignore(a => a.IsUndoable);
        act.HasIndex(a => new { a.TranscriptId, a.Revision }).IsUnique();
        act.HasIndex(a => new { a.TranscriptId, a.MemberId, a.Revision });
        act.HasIndex(a => a.TranscriptId).HasFilter("done_at is not null").HasDatabaseName("ix_coding_acts_late");
        act.HasIndex(a => a.Change).HasFilter("change is not null");
        act.HasOne<CodebookChange>().WithMany().HasForeignKey(a => a.Change).OnDelete(DeleteBehavior.Restrict);
        act.HasOne<Transcript>().WithMany().HasForeignKey(a => a.TranscriptId).OnDelete(DeleteBehavior.Restrict);
        act.HasOne<Member>().WithMany().HasForeignKey(a => a.MemberId).OnDelete(DeleteBehavior.Restrict);
    }

    private sealed record StoredState(Guid Code, int Start, int End, bool Unsure, string Question, bool Removed);

    private sealed class StateConverter() : ValueConverter<CodingState?, string?>(state => Write(state), json => Read(json))
    {
        private static string? Write(CodingState? state) => state is null
            ? null
            : JsonSerializer.Serialize(new StoredState(
                state.CodeId.Value, state.Segment.Start, state.Segment.End, state.IsUnsure, state.Question, state.IsRemoved));

        private static CodingState? Read(string? json) => json is null || JsonSerializer.Deserialize<StoredState>(json) is not { } s
            ? null
            : new CodingState(new CodeId(s.Code), new Segment(s.Start, s.End), s.Unsure, s.Question, s.Removed);
    }
}

internal sealed class CodingHeadMapping : IEntityTypeConfiguration<CodingHead>
{
    public void Configure(EntityTypeBuilder<CodingHead> head)
    {
        head.ToTable("coding_heads");
        head.HasKey(h => h.TranscriptId);
        head.HasOne<Transcript>().WithOne().HasForeignKey<CodingHead>(h => h.TranscriptId);
    }
}

internal sealed class CommentMapping : IEntityTypeConfiguration<Comment>
{
    public void Configure(EntityTypeBuilder<Comment> comment)
    {
        comment.ToTable("comments");
        comment.Property(c => c.Id).ValueGeneratedNever();
        comment.Property(c => c.Text).HasMaxLength(Comment.LongestText);
        comment.HasIndex(c => new { c.TranscriptId, c.Revision });
        comment.HasIndex(c => c.CodingId);
        comment.HasOne<Coding>().WithMany().HasForeignKey(c => c.CodingId).OnDelete(DeleteBehavior.Restrict);
        comment.HasOne<Transcript>().WithMany().HasForeignKey(c => c.TranscriptId).OnDelete(DeleteBehavior.Restrict);
        comment.HasOne<Member>().WithMany().HasForeignKey(c => c.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}
