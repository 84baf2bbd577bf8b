using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Codings;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Studies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

/// <summary>A code of a change or version as JSON holds it.</summary>
internal sealed record StoredCode(
    Guid Id, Guid? Parent, string Name, string Definition, string Use, string NotUse, string Example, string Synonyms, string Colour, string Shortcut,
    int Position, string State, Guid? MergedInto)
{
    public static StoredCode? Of(CodeSnapshot? c) => c is null
        ? null
        : new(
            c.Id.Value, c.ParentId?.Value, c.Words.Name, c.Words.Definition, c.Words.WhenToUse, c.Words.WhenNotToUse, c.Words.Example, c.Words.Synonyms,
            c.Words.Colour, c.Words.Shortcut, c.Position, c.State.ToString(), c.MergedInto?.Value);

    public CodeSnapshot ToSnapshot() => new(
        new CodeId(Id), Parent is { } parent ? new CodeId(parent) : null,
        new CodeWords(Name, Definition, Use, NotUse, Example, Synonyms, Colour) { Shortcut = Shortcut },
        Position, Enum.Parse<CodeState>(State), MergedInto is { } into ? new CodeId(into) : null);
}

internal sealed record StoredChange(StoredCode? Before, StoredCode? After);

internal sealed class CodebookChangeMapping : IEntityTypeConfiguration<CodebookChange>
{
    public void Configure(EntityTypeBuilder<CodebookChange> change)
    {
        change.ToTable("codebook_changes");
        change.Property(c => c.Id).ValueGeneratedNever();
        change.Property(c => c.Codes).HasJson(
            codes => codes.Select(c => new StoredChange(StoredCode.Of(c.Before), StoredCode.Of(c.After))).ToList(),
            stored => stored.Select(c => new CodeChange(c.Before?.ToSnapshot(), c.After?.ToSnapshot())).ToList());
        change.Property(c => c.Number).UseIdentityAlwaysColumn();
        change.HasIndex(c => new { c.StudyId, c.Number }).IsUnique();
        change.HasOne<Study>().WithMany().HasForeignKey(c => c.StudyId).OnDelete(DeleteBehavior.Restrict);
        change.HasOne<Member>().WithMany().HasForeignKey(c => c.By).OnDelete(DeleteBehavior.Restrict);
        change.HasOne<CodebookChange>().WithMany().HasForeignKey(c => c.Of).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class FrameworkVersionMapping : IEntityTypeConfiguration<FrameworkVersion>
{
    public void Configure(EntityTypeBuilder<FrameworkVersion> version)
    {
        version.ToTable("framework_versions");
        version.Property(v => v.Id).ValueGeneratedNever();
        version.Property(v => v.Name).HasMaxLength(60);
        version.Property(v => v.Note).HasMaxLength(1000);
        version.Property(v => v.Codes).HasJson(codes => codes.Select(c => StoredCode.Of(c)!).ToList(), stored => stored.Select(c => c.ToSnapshot()).ToList());
        version.HasIndex(v => new { v.StudyId, v.Name }).IsUnique();
        version.HasOne<Study>().WithMany().HasForeignKey(v => v.StudyId).OnDelete(DeleteBehavior.Restrict);
        version.HasOne<Member>().WithMany().HasForeignKey(v => v.FrozenBy).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PassageReviewMapping : IEntityTypeConfiguration<PassageReview>
{
    public void Configure(EntityTypeBuilder<PassageReview> review)
    {
        review.ToTable("passage_reviews");
        review.HasKey(r => new { r.ChangeId, r.CodingId });
        review.HasIndex(r => new { r.StudyId, r.MemberId }).HasFilter("kept_at is null");
        review.HasIndex(r => r.CodingId);
        review.HasOne<CodebookChange>().WithMany().HasForeignKey(r => r.ChangeId).OnDelete(DeleteBehavior.Restrict);
        review.HasOne<Coding>().WithMany().HasForeignKey(r => r.CodingId).OnDelete(DeleteBehavior.Restrict);
        review.HasOne<Member>().WithMany().HasForeignKey(r => r.MemberId).OnDelete(DeleteBehavior.Restrict);
        review.HasOne<Code>().WithMany().HasForeignKey(r => r.CodeId).OnDelete(DeleteBehavior.Restrict);
        review.HasOne<Study>().WithMany().HasForeignKey(r => r.StudyId).OnDelete(DeleteBehavior.Restrict);
    }
}
