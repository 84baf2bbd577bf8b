using System.Linq.Expressions;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NpgsqlTypes;

namespace CoreStudy.Data.Mappings;

/// <summary>A segment is two columns for arithmetic, and a range for the question of overlap.</summary>
internal static class Segments
{
    /// <summary>The generated int4range column beside the segment's two.</summary>
    public const string Span = "Span";

    public static void HasSegment<T>(this EntityTypeBuilder<T> entity, Expression<Func<T, Segment>> segment)
        where T : class
    {
        entity.ComplexProperty(segment, s =>
        {
            s.Property(x => x.Start).HasColumnName("segment_start");
            s.Property(x => x.End).HasColumnName("segment_end");
        });
        entity.ToTable(table => table.HasCheckConstraint(
            $"ck_{entity.Metadata.GetTableName()}_segment", "segment_start >= 0 and segment_end > segment_start"));
    }

    /// <summary>The same for what need not lie anywhere.</summary>
    public static void HasSegment<T>(this EntityTypeBuilder<T> entity, Expression<Func<T, Segment?>> segment)
        where T : class
    {
        entity.ComplexProperty(segment, s =>
        {
            s.Property(x => x.Start).HasColumnName("segment_start");
            s.Property(x => x.End).HasColumnName("segment_end");
        });
        entity.ToTable(table => table.HasCheckConstraint(
            $"ck_{entity.Metadata.GetTableName()}_segment", "segment_start >= 0 and segment_end > segment_start"));
    }

    public static void HasSpan<T>(this EntityTypeBuilder<T> entity)
        where T : class =>
        entity.Property<NpgsqlRange<int>>(Span).HasColumnName("span")
            .HasComputedColumnSql("int4range(segment_start, segment_end)", stored: true);
}
