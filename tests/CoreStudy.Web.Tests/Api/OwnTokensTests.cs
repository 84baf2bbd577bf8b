using CoreStudy.Domain;
using CoreStudy.Domain.Accounts;
using CoreStudy.Domain.Audits;
using CoreStudy.Domain.Members;
using CoreStudy.Testing;
using CoreStudy.Web.Access;
using CoreStudy.Web.Access.Tokens;
using CoreStudy.Web.Features.Accounts;
using CoreStudy.Web.Features.Members;
using CoreStudy.Web.Tests.Access;
using Microsoft.EntityFrameworkCore;

namespace CoreStudy.Web.Tests.Api;

public sealed class OwnTokensTests(PostgresFixture postgres) : SiteTest(postgres)
{
    private const string Password = "meadow kettle granite";

    private Member _researcher = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _researcher = await Study.MemberAsync(Role.Researcher);
        await WithAccountsAsync(async accounts => await accounts.AddPasswordAsync((await accounts.FindByIdAsync(_researcher.AccountId.Value.ToString()))!, Password));
    }

    [Fact]
    public async Task A_token_is_given_once_and_its_hash_alone_is_kept()
    {
        var text = StudyBuilder.Must(await MakeAsync());

        Assert.Matches($"^{ApiTokenText.Pattern}$", text);
        Assert.True(ApiTokenText.IsWellFormed(text));
        var kept = await Db.ApiTokens.AsNoTracking().SingleAsync(Cancel);
        Assert.Equal(ApiTokenText.HashOf(text), kept.Hash);
        Assert.DoesNotContain(text[10..], string.Join('|', await Db.Database.SqlQuery<string>($"select row_to_json(t)::text as \"Value\" from api_tokens t").ToListAsync(Cancel)), StringComparison.Ordinal);
        Assert.Equal(_researcher.AccountId, StudyBuilder.Must(await Service<ApiTokenCheck>().AskAsync(text, Cancel)).Me);
        Assert.Single(await Db.AuditEntries.AsNoTracking().Where(e => e.Kind == AuditKind.TokenMade && e.AccountId == _researcher.AccountId).ToListAsync(Cancel));
    }

    [Theory]
    [InlineData("", "Please give your password.")]
    [InlineData("not my password at all", "This is not your password.")]
    public async Task Without_the_password_none_is_made(string password, string says)
    {
        Assert.StartsWith(says, SentenceOf(await MakeAsync(password: password)), StringComparison.Ordinal);
        Assert.Empty(await Db.ApiTokens.ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_study_that_one_does_not_belong_to_is_not_there()
    {
        var other = await StudyBuilder.StartAsync(Db, "Another study");

        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await MakeAsync(studies: [other.Study.Id])));
    }

    [Fact]
    public async Task A_revoked_token_is_refused_at_once_and_others_cannot_revoke_it()
    {
        var text = StudyBuilder.Must(await MakeAsync());
        var id = (await Db.ApiTokens.AsNoTracking().SingleAsync(Cancel)).Id;
        var stranger = await Study.MemberAsync(Role.StudyLead);
        var credential = new RevealCredential(RevealProof.Password, Password);
        Assert.Equal(Refusal.NotFound.Sentence, SentenceOf(await The<OwnTokens>().RevokeAsync(stranger.AccountId, id, credential, Cancel)));
        Assert.StartsWith("This is not your password", SentenceOf(await The<OwnTokens>().RevokeAsync(_researcher.AccountId, id, credential with { Typed = "wrong" }, Cancel)), StringComparison.Ordinal);

        StudyBuilder.Must(await The<OwnTokens>().RevokeAsync(_researcher.AccountId, id, credential, Cancel));

        Assert.StartsWith("This token was revoked", SentenceOf(await Service<ApiTokenCheck>().AskAsync(text, Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_password_ends_tokens()
    {
        var text = StudyBuilder.Must(await MakeAsync());

        await WithAccountsAsync(async accounts => await accounts.ChangePasswordAsync((await accounts.FindByIdAsync(_researcher.AccountId.Value.ToString()))!, Password, "granite kettle meadow"));

        Assert.Contains("was changed since", SentenceOf(await Service<ApiTokenCheck>().AskAsync(text, Cancel)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Role.StudyLead, true)]
    [InlineData(Role.Admin, true)]
    [InlineData(Role.Researcher, false)]
    [InlineData(Role.Supervisor, false)]
    [InlineData(Role.Coder, false)]
    public async Task Leads_and_admins_see_whose_tokens_reach_the_study(Role role, bool isLetIn)
    {
        StudyBuilder.Must(await MakeAsync());
        var other = await StudyBuilder.StartAsync(Db, "Another study");
        Db.Members.Add(StudyBuilder.Must(Member.Join(other.Study.Id, _researcher.AccountId, Role.Coder, "Researcher", [], StudyBuilder.At)));
        await Db.SaveChangesAsync(Cancel);
        StudyBuilder.Must(await MakeAsync("Elsewhere", studies: [other.Study.Id]));
        var reader = await Study.MemberAsync(role);

        var result = await The<ListStudyTokens>().RunAsync(reader.AccountId, Study.Study.Id, Cancel);

        if (isLetIn) Assert.Equal(["R"], StudyBuilder.Must(result).Select(t => t.Name));
        else Assert.Equal(Refusal.Forbidden.Sentence, SentenceOf(result));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(51)]
    public void A_token_with_one_character_wrong_is_told_from_a_token(int at)
    {
        var text = ApiTokenText.New();

        Assert.False(ApiTokenText.IsWellFormed(text[..at] + (text[at] == 'x' ? 'y' : 'x') + text[(at + 1)..]));
    }

    private Task<Result<string>> MakeAsync(string name = "R", string password = Password, StudyId[]? studies = null) =>
        The<OwnTokens>().MakeAsync(_researcher.AccountId, new TokenWish(name, [ApiScope.Study, ApiScope.Codings], studies ?? [], 90), new RevealCredential(RevealProof.Password, password), Cancel);
}
