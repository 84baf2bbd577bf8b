using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace CoreStudy.Web.Tests.Architecture;

/// <summary>Who may know whom, as the architecture page says.</summary>
public sealed class DependencyTests
{
    private static readonly ArchUnitNET.Domain.Architecture Code = new ArchLoader().LoadAssemblies(
        typeof(Domain.Result<>).Assembly, typeof(Data.StudyDb).Assembly, typeof(Interchange.Transcripts.TranscriptFile).Assembly,
        typeof(Anonymisation.Detector).Assembly, typeof(Vault.VaultDoor).Assembly, typeof(Site).Assembly).Build();

    private static readonly string[] Features = [.. Code.Types
        .Select(t => t.Namespace.FullName).Where(n => n.StartsWith("CoreStudy.Web.Features.", StringComparison.Ordinal))
        .Select(n => n.Split('.')[3]).Distinct().Order()];

    public static TheoryData<string> EachFeature => [.. Features];

    [Fact]
    public void The_domain_knows_nothing_of_the_app() =>
        Types().That().ResideInNamespaceMatching(@"^CoreStudy\.Domain(\..*)?$")
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(@"^CoreStudy\.(Anonymisation|Data|Interchange|Vault|Web)(\..*)?$"))
            .Because("what is true of a study is said in C# alone").Check(Code);

    [Fact]
    public void Data_and_interchange_know_the_domain_and_not_each_other()
    {
        Types().That().ResideInNamespaceMatching(@"^CoreStudy\.Data(\..*)?$")
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(@"^CoreStudy\.(Interchange|Web)(\..*)?$")).Check(Code);
        Types().That().ResideInNamespaceMatching(@"^CoreStudy\.Interchange(\..*)?$")
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(@"^CoreStudy\.(Data|Web)(\..*)?$")).Check(Code);
    }

    [Fact]
    public void The_detector_knows_texts_and_nothing_of_the_app() =>
        Types().That().ResideInNamespaceMatching(@"^CoreStudy\.Anonymisation(\..*)?$")
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(@"^CoreStudy\.(Data|Interchange|Vault|Web)(\..*)?$")).Check(Code);

    [Fact]
    public void The_vault_is_known_to_the_site_alone()
    {
        Types().That().ResideInNamespaceMatching(@"^CoreStudy\.(Data|Interchange|Anonymisation)(\..*)?$")
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(@"^CoreStudy\.Vault(\..*)?$")).Check(Code);
        Types().That().ResideInNamespaceMatching(@"^CoreStudy\.Vault(\..*)?$")
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(@"^CoreStudy\.(Interchange|Anonymisation|Web)(\..*)?$")).Check(Code);
    }

    [Fact]
    public void Components_never_enter_the_vault() =>
        Classes().That().AreAssignableTo(typeof(Microsoft.AspNetCore.Components.ComponentBase))
            .Should().NotDependOnAny(typeof(Vault.VaultDoor), typeof(Vault.VaultRoom)).Check(Code);

    [Fact]
    public void Live_access_watch_and_ui_know_no_feature() =>
        Types().That().ResideInNamespaceMatching(@"^CoreStudy\.Web\.(Live|Access|Ui|Watch)(\..*)?$")
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(@"^CoreStudy\.Web\.(Features|Shell|Commands)(\..*)?$")).Check(Code);

    [Theory]
    [MemberData(nameof(EachFeature))]
    public void No_feature_knows_another(string feature)
    {
        var others = string.Join('|', Features.Where(f => f != feature));

        Types().That().ResideInNamespaceMatching($@"^CoreStudy\.Web\.Features\.{feature}(\..*)?$")
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching($@"^CoreStudy\.Web\.Features\.({others})(\..*)?$"))
            .Because("what two features need lies in the domain, in Ui or in Live").Check(Code);
    }

    [Fact]
    public void Components_ask_use_cases_and_never_the_database()
    {
        var components = Classes().That().AreAssignableTo(typeof(Microsoft.AspNetCore.Components.ComponentBase))
            .And().DoNotHaveName("DeskLive"); // it reads the codebook to send it on

        components.Should().NotDependOnAny(typeof(Data.StudyDb)).Check(Code);
    }

    [Fact]
    public void Serilog_is_named_where_the_site_is_put_together_alone() =>
        Types().That().DoNotHaveFullName("CoreStudy.Web.Site").And().DoNotHaveFullNameContaining("CoreStudy.Web.Site+")
            .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(@"^Serilog(\..*)?$").As("Serilog"))
            .WithoutRequiringPositiveResults().Check(Code);
}
