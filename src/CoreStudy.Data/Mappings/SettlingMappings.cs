using System.Text.Json;
using CoreStudy.Domain;
using CoreStudy.Domain.Codebooks;
using CoreStudy.Domain.Members;
using CoreStudy.Domain.Rounds;
using CoreStudy.Domain.Settling;
using CoreStudy.Domain.Studies;
using CoreStudy.Domain.Transcripts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CoreStudy.Data.Mappings;

internal sealed class SettlementMapping : IEntityTypeConfiguration<Settlement>
{
    public void Configure(EntityTypeBuilder<Settlement> settlement)
    {
        settlement.ToTable("settlements");
        settlement.HasKey(s => s.TranscriptId);
        settlement.Ignore(s => s.IsSignedOff);
        settlement.Property(s => s.Lanes).HasJson(lanes => lanes.Select(l => l.Value).ToArray(), stored => (IReadOnlyList<MemberId>)[.. stored.Select(l => new MemberId(l))]);
        settlement.HasIndex(s => s.StudyId);
        settlement.HasOne<Study>().WithMany().HasForeignKey(s => s.StudyId).OnDelete(DeleteBehavior.Restrict);
        settlement.HasOne<Transcript>().WithOne().HasForeignKey<Settlement>(s => s.TranscriptId).OnDelete(DeleteBehavior.Restrict);
        settlement.HasOne<Round>().WithMany().HasForeignKey(s => s.RoundId).OnDelete(DeleteBehavior.Restrict);
        settlement.HasOne<Member>().WithMany().HasForeignKey(s => s.BegunBy).OnDelete(DeleteBehavior.Restrict);
        settlement.HasOne<Member>().WithMany().HasForeignKey(s => s.SignedOffBy).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DifferenceMapping : IEntityTypeConfiguration<Difference>
{
    public void Configure(EntityTypeBuilder<Difference> difference)
    {
        difference.ToTable("differences");
        difference.Property(d => d.Id).ValueGeneratedNever();
        difference.Property(d => d.Codings).HasJson(codings => codings.Select(c => c.Value).ToArray(), stored => (IReadOnlyList<CodingId>)[.. stored.Select(c => new CodingId(c))]);
        difference.Property(d => d.Reason).HasMaxLength(Decision.LongestReason);
        difference.Ignore(d => d.Standing);
        difference.HasIndex(d => new { d.TranscriptId, d.Number }).IsUnique();
        difference.HasOne<Settlement>().WithMany().HasForeignKey(d => d.TranscriptId).OnDelete(DeleteBehavior.Restrict);
        difference.HasOne<Member>().WithMany().HasForeignKey(d => d.DecidedBy).OnDelete(DeleteBehavior.Restrict);
        difference.HasOne<Member>().WithMany().HasForeignKey(d => d.ResolvedBy).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SettledCodingMapping : IEntityTypeConfiguration<SettledCoding>
{
    public void Configure(EntityTypeBuilder<SettledCoding> settled)
    {
        settled.ToTable("settled_codings");
        settled.Property(s => s.Id).ValueGeneratedNever();
        settled.Property(s => s.From).HasJson(codings => codings.Select(c => c.Value).ToArray(), stored => (IReadOnlyList<CodingId>)[.. stored.Select(c => new CodingId(c))]);
        settled.HasSegment(s => s.Segment);
        settled.HasIndex(s => new { s.TranscriptId, s.Revision });
        settled.HasIndex(s => s.DifferenceId);
        settled.HasIndex(s => s.CodeId);
        settled.HasOne<Study>().WithMany().HasForeignKey(s => s.StudyId).OnDelete(DeleteBehavior.Restrict);
        settled.HasOne<Settlement>().WithMany().HasForeignKey(s => s.TranscriptId).OnDelete(DeleteBehavior.Restrict);
        settled.HasOne<Difference>().WithMany().HasForeignKey(s => s.DifferenceId).OnDelete(DeleteBehavior.Restrict);
        settled.HasOne<Code>().WithMany().HasForeignKey(s => s.CodeId).OnDelete(DeleteBehavior.Restrict);
        settled.HasOne<Member>().WithMany().HasForeignKey(s => s.DecidedBy).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RemarkMapping : IEntityTypeConfiguration<Remark>
{
    public void Configure(EntityTypeBuilder<Remark> remark)
    {
        remark.ToTable("remarks");
        remark.Property(r => r.Id).ValueGeneratedNever();
        remark.Property(r => r.Text).HasMaxLength(Remark.Longest);
        remark.HasIndex(r => new { r.TranscriptId, r.Revision });
        remark.HasOne<Settlement>().WithMany().HasForeignKey(r => r.TranscriptId).OnDelete(DeleteBehavior.Restrict);
        remark.HasOne<Difference>().WithMany().HasForeignKey(r => r.DifferenceId).OnDelete(DeleteBehavior.Restrict);
        remark.HasOne<Member>().WithMany().HasForeignKey(r => r.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SettlingActMapping : IEntityTypeConfiguration<SettlingAct>
{
    public void Configure(EntityTypeBuilder<SettlingAct> act)
    {
        act.ToTable("settling_acts");
        act.Property(a => a.Id).ValueGeneratedNever();
        act.Property(a => a.Before).HasConversion(new StandingConverter()).HasColumnType("jsonb");
        act.Property(a => a.After).HasConversion(new StandingConverter()).HasColumnType("jsonb");
        act.Property(a => a.Added).HasJson(ids => ids.Select(i => i.Value).ToArray(), stored => (IReadOnlyList<SettledCodingId>)[.. stored.Select(i => new SettledCodingId(i))]);
        act.Property(a => a.Removed).HasJson(ids => ids.Select(i => i.Value).ToArray(), stored => (IReadOnlyList<SettledCodingId>)[.. stored.Select(i => new SettledCodingId(i))]);
        act.Property(a => a.Reason).HasMaxLength(Decision.LongestReason);
        act.HasIndex(a => new { a.TranscriptId, a.Revision }).IsUnique();
        act.HasOne<Settlement>().WithMany().HasForeignKey(a => a.TranscriptId).OnDelete(DeleteBehavior.Restrict);
        act.HasOne<Difference>().WithMany().HasForeignKey(a => a.DifferenceId).OnDelete(DeleteBehavior.Restrict);
        act.HasOne<Member>().WithMany().HasForeignKey(a => a.MemberId).OnDelete(DeleteBehavior.Restrict);
    }

    private sealed record StoredStanding(string Kind, int? Lane, string Reason, Guid By, DateTimeOffset At);

    private sealed class StandingConverter() : ValueConverter<DifferenceStanding?, string?>(standing => Write(standing), json => Read(json))
    {
        private static string? Write(DifferenceStanding? s) => s is null ? null : JsonSerializer.Serialize(new StoredStanding(s.Kind.ToString(), s.Lane, s.Reason, s.By.Value, s.At));

        private static DifferenceStanding? Read(string? json) => json is null || JsonSerializer.Deserialize<StoredStanding>(json) is not { } s
            ? null
            : new DifferenceStanding(Enum.Parse<DecisionKind>(s.Kind), s.Lane, s.Reason, new MemberId(s.By), s.At);
    }
}
