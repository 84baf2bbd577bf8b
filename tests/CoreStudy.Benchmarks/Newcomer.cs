using CoreStudy.Data;
using CoreStudy.Data.Accounts;
using CoreStudy.Domain;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;

namespace CoreStudy.Benchmarks;

/// <summary>Somebody more than a big study has.</summary>
internal static class Newcomer
{
    /// <summary>An admin of the study; an operator where there is none.</summary>
    public static async Task<AccountId> JoinAsync(StudyDb db, StudyId? study = null)
    {
        var account = new Account { Name = "Ann Example", Email = "ann@newcomer.example", UserName = "ann@newcomer.example", NormalizedEmail = "ANN@NEWCOMER.EXAMPLE", NormalizedUserName = "ANN@NEWCOMER.EXAMPLE", IsOperator = study is null };
        db.Users.Add(account);
        if (study is { } one) db.Members.Add(StudyBuilder.Must(Member.Join(one, new AccountId(account.Id), Role.Admin, account.Name, [], StudyBuilder.At)));
        await db.SaveChangesAsync();
        return new AccountId(account.Id);
    }
}
