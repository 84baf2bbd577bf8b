[assembly: AssemblyFixture(typeof(CoreStudy.Testing.PostgresFixture))]
[assembly: AssemblyFixture(typeof(CoreStudy.Browser.Tests.BrowserFixture))]
