/** As people write themselves, and as Latin letters give it. */
export type Spelling = readonly [own: string, latin: string];

/** Where invented people come from, and what they are called there. No family of this kind exists: the names are words. */
export type Origin = {
  region: 'georgia' | 'armenia' | 'azerbaijan' | 'north-caucasus' | 'other';
  /** Of 150 people. */
  share: number;
  /** The language they apply in, with how many of ten do. */
  applyIn: readonly (readonly [locale: string, ofTen: number])[];
  /** What they write in besides. */
  writes: readonly string[];
  neighbours: readonly string[];
  women: readonly Spelling[];
  men: readonly Spelling[];
  /** A woman's form where it differs. */
  families: readonly (Spelling | readonly [own: string, latin: string, ownOfWoman: string, latinOfWoman: string])[];
  places: readonly Spelling[];
};

const GEORGIA: Origin = {
  region: 'georgia',
  share: 42,
  applyIn: [
    ['ka', 8],
    ['en', 2],
  ],
  writes: ['ka', 'ru', 'en'],
  neighbours: ['armenia', 'azerbaijan'],
  women: [
    ['ქეთევან', 'Ketevan'],
    ['ნინო', 'Nino'],
    ['თამარ', 'Tamar'],
    ['ეკა', 'Eka'],
    ['მზია', 'Mzia'],
    ['ნათია', 'Natia'],
  ],
  men: [
    ['გიორგი', 'Giorgi'],
    ['ლევან', 'Levan'],
    ['დათო', 'Dato'],
    ['ზურაბ', 'Zurab'],
    ['ირაკლი', 'Irakli'],
    ['ვახო', 'Vakho'],
  ],
  families: [
    ['მთისძირელი', 'Mtisdzireli'],
    ['ნისლიაშვილი', 'Nisliashvili'],
    ['ჭადრისძე', 'Chadrisdze'],
    ['წისქვილისძირელი', 'Tsiskvilisdzireli'],
    ['ვაზისუბნელი', 'Vazisubneli'],
    ['თოვლიაშვილი', 'Tovliashvili'],
    ['ხიდისპირელი', 'Khidispireli'],
    ['ცისარტყელიძე', 'Tsisartkelidze'],
    ['ალუბლიშვილი', 'Alublishvili'],
    ['ღრუბელაური', 'Ghrubelauri'],
    ['ზღვისპირელი', 'Zghvispireli'],
    ['კაკლიანელი', 'Kaklianeli'],
    ['მერცხლისბუდელი', 'Mertskhlisbudeli'],
  ],
  places: [
    ['ყვარელი', 'Kvareli'],
    ['ზუგდიდი', 'Zugdidi'],
    ['ოზურგეთი', 'Ozurgeti'],
    ['ახალციხე', 'Akhaltsikhe'],
    ['გორი', 'Gori'],
    ['თელავი', 'Telavi'],
    ['ქუთაისი', 'Kutaisi'],
    ['მესტია', 'Mestia'],
    ['ბათუმი', 'Batumi'],
    ['სტეფანწმინდა', 'Stepantsminda'],
    ['ნინოწმინდა', 'Ninotsminda'],
  ],
};

const ARMENIA: Origin = {
  region: 'armenia',
  share: 30,
  applyIn: [
    ['hy', 8],
    ['en', 2],
  ],
  writes: ['hy', 'ru', 'en'],
  neighbours: ['georgia', 'azerbaijan'],
  women: [
    ['Անի', 'Ani'],
    ['Մարիամ', 'Mariam'],
    ['Լիլիթ', 'Lilit'],
    ['Նարե', 'Nare'],
    ['Սոնա', 'Sona'],
    ['Հասմիկ', 'Hasmik'],
  ],
  men: [
    ['Արամ', 'Aram'],
    ['Տիգրան', 'Tigran'],
    ['Դավիթ', 'Davit'],
    ['Հայկ', 'Hayk'],
    ['Վահե', 'Vahe'],
    ['Գոռ', 'Gor'],
  ],
  families: [
    ['Աղբյուրակյան', 'Aghbyurakyan'],
    ['Ծիածանյան', 'Tsiatsanyan'],
    ['Լուսաբերդյան', 'Lusaberdyan'],
    ['Քարակամրջյան', 'Karakamrjyan'],
    ['Ձյունապատյան', 'Dzyunapatyan'],
    ['Ամպիկյան', 'Ampikyan'],
    ['Ջրաղացիկյան', 'Jraghatsikyan'],
    ['Ծիրանուտյան', 'Tsiranutyan'],
    ['Մառախուղյան', 'Marakhughyan'],
    ['Արագիլաբնյան', 'Aragilabnyan'],
    ['Կաղնուտյան', 'Kaghnutyan'],
    ['Հովտաշենյան', 'Hovtashenyan'],
    ['Լեռնապարյան', 'Lernaparyan'],
  ],
  places: [
    ['Գյումրի', 'Gyumri'],
    ['Վանաձոր', 'Vanadzor'],
    ['Կապան', 'Kapan'],
    ['Իջևան', 'Ijevan'],
    ['Գորիս', 'Goris'],
    ['Ստեփանավան', 'Stepanavan'],
    ['Արտաշատ', 'Artashat'],
    ['Մեղրի', 'Meghri'],
    ['Ալավերդի', 'Alaverdi'],
  ],
};

const AZERBAIJAN: Origin = {
  region: 'azerbaijan',
  share: 27,
  applyIn: [
    ['az', 8],
    ['en', 2],
  ],
  writes: ['az', 'ru', 'en'],
  neighbours: ['georgia', 'north-caucasus'],
  women: [
    ['Aynur', 'Aynur'],
    ['Leyla', 'Leyla'],
    ['Nərmin', 'Narmin'],
    ['Sevinc', 'Sevinj'],
    ['Günel', 'Gunel'],
    ['Aygün', 'Aygun'],
  ],
  men: [
    ['Orxan', 'Orkhan'],
    ['Elçin', 'Elchin'],
    ['Rəşad', 'Rashad'],
    ['Tural', 'Tural'],
    ['Vüsal', 'Vusal'],
    ['Kamran', 'Kamran'],
  ],
  families: [
    ['Dağətəyizadə', 'Daghatayizade'],
    ['Bulaqbaşılı', 'Bulagbashili'],
    ['Narbağlı', 'Narbaghli'],
    ['Küləkzadə', 'Kulakzade'],
    ['Dumanlızadə', 'Dumanlizade'],
    ['Sübhzadə', 'Subhzade'],
    ['Palıdlı', 'Palidli'],
    ['Ulduzbəyli', 'Ulduzbayli'],
    ['Yaylaqzadə', 'Yaylagzade'],
    ['Dəyirmanzadə', 'Dayirmanzade'],
    ['Körpübaşılı', 'Korpubashili'],
    ['Zirvəzadə', 'Zirvazade'],
    ['Qumsallı', 'Gumsalli'],
  ],
  places: [
    ['Gəncə', 'Ganja'],
    ['Şəki', 'Shaki'],
    ['Lənkəran', 'Lankaran'],
    ['Quba', 'Guba'],
    ['Şirvan', 'Shirvan'],
    ['Mingəçevir', 'Mingachevir'],
    ['Zaqatala', 'Zagatala'],
    ['Sumqayıt', 'Sumgayit'],
  ],
};

const NORTH_CAUCASUS: Origin = {
  region: 'north-caucasus',
  share: 33,
  applyIn: [
    ['ru', 9],
    ['en', 1],
  ],
  writes: ['ru', 'ce', 'os', 'av', 'en'],
  neighbours: ['georgia', 'azerbaijan'],
  women: [
    ['Мадина', 'Madina'],
    ['Хеда', 'Kheda'],
    ['Залина', 'Zalina'],
    ['Зӕринӕ', 'Zarina'],
    ['ПатӀимат', 'Patimat'],
    ['Танзила', 'Tanzila'],
  ],
  men: [
    ['Заур', 'Zaur'],
    ['Лечи', 'Lechi'],
    ['Сослан', 'Soslan'],
    ['Мурад', 'Murad'],
    ['Ислам', 'Islam'],
    ['Хьамза', 'Khamza'],
  ],
  families: [
    ['Родничанов', 'Rodnichanov', 'Родничанова', 'Rodnichanova'],
    ['Снегогоров', 'Snegogorov', 'Снегогорова', 'Snegogorova'],
    ['Хурзӕринты', 'Khurzarinty'],
    ['Орешниев', 'Oreshniev', 'Орешниева', 'Oreshnieva'],
    ['Ламанхоев', 'Lamankhoev', 'Ламанхоева', 'Lamankhoeva'],
    ['Кизилгоев', 'Kizilgoev', 'Кизилгоева', 'Kizilgoeva'],
    ['Терскалов', 'Terskalov', 'Терскалова', 'Terskalova'],
    ['Мельнигоев', 'Melnigoev', 'Мельнигоева', 'Melnigoeva'],
    ['Туманхоев', 'Tumankhoev', 'Туманхоева', 'Tumankhoeva'],
    ['Орлоскалов', 'Orloskalov', 'Орлоскалова', 'Orloskalova'],
    ['Чинароев', 'Chinaroev', 'Чинароева', 'Chinaroeva'],
    ['Бештаухов', 'Beshtaukhov', 'Бештаухова', 'Beshtaukhova'],
    ['Сенокосты', 'Senokosty'],
  ],
  places: [
    ['Владикавказ', 'Vladikavkaz'],
    ['Назрань', 'Nazran'],
    ['Нальчик', 'Nalchik'],
    ['Черкесск', 'Cherkessk'],
    ['Майкоп', 'Maykop'],
    ['Дербент', 'Derbent'],
    ['Хасавюрт', 'Khasavyurt'],
    ['Буйнакск', 'Buynaksk'],
  ],
};

const FROM_GERMANY: Origin = {
  region: 'other',
  share: 8,
  applyIn: [['de', 10]],
  writes: ['de', 'en', 'ka'],
  neighbours: ['georgia', 'armenia'],
  women: [
    ['Anna', 'Anna'],
    ['Lena', 'Lena'],
    ['Miriam', 'Miriam'],
    ['Katrin', 'Katrin'],
  ],
  men: [
    ['Jonas', 'Jonas'],
    ['Felix', 'Felix'],
    ['Moritz', 'Moritz'],
    ['Sven', 'Sven'],
  ],
  families: [
    'Kieselgrund',
    'Ufersteig',
    'Nebelbrück',
    'Tannengrat',
    'Quellried',
    'Birkenfurt',
    'Mühlsteg',
    'Apfelrain',
    'Sternwinkel',
  ].map((name) => [name, name]),
  places: [
    ['Tiflis', 'Tbilisi'],
    ['Jerewan', 'Yerevan'],
    ['Berlin', 'Berlin'],
  ],
};

const FROM_ELSEWHERE: Origin = {
  region: 'other',
  share: 10,
  applyIn: [['en', 10]],
  writes: ['en', 'ru'],
  neighbours: ['georgia', 'armenia', 'azerbaijan'],
  women: ['Clara', 'Ruth', 'Maya', 'Ellen', 'Noor'].map((name) => [name, name]),
  men: ['Tom', 'Daniel', 'Adil', 'Owen', 'Luke'].map((name) => [name, name]),
  families: [
    'Marshbank',
    'Quillbrook',
    'Ferncombe',
    'Hollowmere',
    'Rainsworthy',
    'Copperfell',
    'Thistlegate',
    'Moorwick',
    'Ashenford',
    'Wrenhollow',
    'Saltmarrow',
  ].map((name) => [name, name]),
  places: [
    ['Tbilisi', 'Tbilisi'],
    ['Yerevan', 'Yerevan'],
    ['Istanbul', 'Istanbul'],
  ],
};

export const ORIGINS: readonly Origin[] = [GEORGIA, ARMENIA, AZERBAIJAN, NORTH_CAUCASUS, FROM_GERMANY, FROM_ELSEWHERE];
