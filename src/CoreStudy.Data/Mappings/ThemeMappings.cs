using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Themes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoreStudy.Data.Mappings;

internal sealed class ThemeMapping : IEntityTypeConfiguration<Theme>
{
    public void Configure(EntityTypeBuilder<Theme> theme)
    {
        theme.ToTable("themes");
        theme.Property(t => t.Id).ValueGeneratedNever();
        theme.Property(t => t.Name).HasMaxLength(Theme.LongestName);
        theme.Property(t => t.CentralIdea).HasMaxLength(Theme.LongestIdea);
        theme.Property(t => t.Narrative).HasMaxLength(Theme.LongestNarrative);
        theme.Property(t => t.Version).IsRowVersion();
        theme.Ignore(t => t.Words);
        theme.Ignore(t => t.CodesInOrder);
        theme.Ignore(t => t.Snapshot);
        theme.HasIndex(t => new { t.StudyId, t.ParentId, t.Name }).IsUnique().AreNullsDistinct(false);
        theme.HasOne<Study>().WithMany().HasForeignKey(t => t.StudyId).OnDelete(DeleteBehavior.Restrict);
        theme.HasOne<Theme>().WithMany().HasForeignKey(t => t.ParentId).OnDelete(DeleteBehavior.Restrict);
        theme.HasMany(t => t.Codes).WithOne().HasForeignKey(c => c.ThemeId).OnDelete(DeleteBehavior.Cascade);
        theme.Navigation(t => t.Codes).AutoInclude();
    }
}

internal sealed class ThemeCodeMapping : IEntityTypeConfiguration<ThemeCode>
{
    public void Configure(EntityTypeBuilder<ThemeCode> code)
    {
        code.ToTable("theme_codes");
        code.HasKey(c => new { c.ThemeId, c.CodeId });
        code.HasIndex(c => c.CodeId);
        code.HasOne<Code>().WithMany().HasForeignKey(c => c.CodeId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <summary>A theme of a change as JSON holds it.</summary>
internal sealed record StoredTheme(Guid Id, Guid? Parent, string Name, string Idea, string Narrative, string Status, int Order, IReadOnlyList<Guid> Codes)
{
    public static StoredTheme? Of(ThemeSnapshot? t) => t is null
        ? null
        : new(t.Id.Value, t.ParentId?.Value, t.Words.Name, t.Words.CentralIdea, t.Words.Narrative, t.Status.ToString(), t.Order, [.. t.Codes.Select(c => c.Value)]);

    public ThemeSnapshot ToSnapshot() => new(
        new ThemeId(Id), Parent is { } parent ? new ThemeId(parent) : null, new ThemeWords(Name, Idea, Narrative), Enum.Parse<ThemeStatus>(Status), Order,
        [.. Codes.Select(c => new CodeId(c))]);
}

internal sealed record StoredThemeStep(StoredTheme? Before, StoredTheme? After);

internal sealed class ThemeChangeMapping : IEntityTypeConfiguration<ThemeChange>
{
    public void Configure(EntityTypeBuilder<ThemeChange> change)
    {
        change.ToTable("theme_changes");
        change.Property(c => c.Id).ValueGeneratedNever();
        change.Property(c => c.Themes).HasJson(
            themes => themes.Select(t => new StoredThemeStep(StoredTheme.Of(t.Before), StoredTheme.Of(t.After))).ToList(),
            stored => stored.Select(t => new ThemeStep(t.Before?.ToSnapshot(), t.After?.ToSnapshot())).ToList());
        change.Property(c => c.Number).UseIdentityAlwaysColumn();
        change.HasIndex(c => new { c.StudyId, c.Number }).IsUnique();
        change.HasOne<Study>().WithMany().HasForeignKey(c => c.StudyId).OnDelete(DeleteBehavior.Restrict);
        change.HasOne<Member>().WithMany().HasForeignKey(c => c.By).OnDelete(DeleteBehavior.Restrict);
        change.HasOne<ThemeChange>().WithMany().HasForeignKey(c => c.Of).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ThematicMapMapping : IEntityTypeConfiguration<ThematicMap>
{
    public void Configure(EntityTypeBuilder<ThematicMap> map)
    {
        map.ToTable("thematic_maps");
        map.HasKey(m => m.StudyId);
        map.Property(m => m.Version).IsRowVersion();
        map.HasOne<Study>().WithOne().HasForeignKey<ThematicMap>(m => m.StudyId).OnDelete(DeleteBehavior.Restrict);
        map.HasOne<Member>().WithMany().HasForeignKey(m => m.ChangedBy).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MapNodeMapping : IEntityTypeConfiguration<MapNode>
{
    public void Configure(EntityTypeBuilder<MapNode> node)
    {
        node.ToTable("map_nodes", t => t.HasCheckConstraint("ck_map_nodes_thing", "num_nonnulls(theme_id, code_id) = 1"));
        node.Property(n => n.Id).ValueGeneratedNever();
        node.Ignore(n => n.Thing);
        node.HasIndex(n => n.StudyId);
        node.HasIndex(n => n.ThemeId).IsUnique();
        node.HasIndex(n => n.CodeId).IsUnique();
        node.HasOne<Study>().WithMany().HasForeignKey(n => n.StudyId).OnDelete(DeleteBehavior.Restrict);
        node.HasOne<Theme>().WithOne().HasForeignKey<MapNode>(n => n.ThemeId).OnDelete(DeleteBehavior.Cascade);
        node.HasOne<Code>().WithOne().HasForeignKey<MapNode>(n => n.CodeId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class MapLinkMapping : IEntityTypeConfiguration<MapLink>
{
    public void Configure(EntityTypeBuilder<MapLink> link)
    {
        link.ToTable("map_links", t => t.HasCheckConstraint("ck_map_links_ends", "from_id <> to_id"));
        link.Property(l => l.Id).ValueGeneratedNever();
        link.Property(l => l.Label).HasMaxLength(MapLink.LongestLabel);
        link.HasIndex(l => l.StudyId);
        link.HasIndex(l => new { l.FromId, l.ToId }).IsUnique();
        link.HasIndex(l => l.ToId);
        link.HasOne<Study>().WithMany().HasForeignKey(l => l.StudyId).OnDelete(DeleteBehavior.Restrict);
        link.HasOne<MapNode>().WithMany().HasForeignKey(l => l.FromId).OnDelete(DeleteBehavior.Cascade);
        link.HasOne<MapNode>().WithMany().HasForeignKey(l => l.ToId).OnDelete(DeleteBehavior.Cascade);
    }
}
