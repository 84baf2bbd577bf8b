[assembly: AssemblyFixture(typeof(CoreStudy.Testing.PostgresFixture))]
[assembly: AssemblyFixture(typeof(CoreStudy.Browser.Tests.BrowserFixture))]
// Each class has a site and a database of its own; two at a time is what two cores bear.
[assembly: Parallelization(MaxThreads = 2)]
