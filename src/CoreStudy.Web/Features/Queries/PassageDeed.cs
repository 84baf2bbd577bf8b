using CoreStudy.Domain;

namespace CoreStudy.Web.Features.Queries;

/// <summary>What somebody did to a passage they read, and how it is taken back.</summary>
public sealed record PassageDeed(string Sentence, Func<CancellationToken, Task<Result<Done>>> TakeBack);
